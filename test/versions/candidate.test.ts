import {expect, test} from 'vitest';
import {candidateObject, nextVersion} from '../../source/versions/candidate.ts';
import {primary} from '../verbs/rollout.ts';

const base = {app: 'wisdom', name: 'wisdom-1', namespace: 'models', version: 'v1'};

test.each([
	['v0', 'v1'],
	['v9', 'v10'],
	['2', '3'],
	['1.4.9', '1.4.10'],
	['blue', undefined],
	['', undefined],
	[undefined, undefined],
])('the version after %s is %s', (version, next) => {
	expect(nextVersion(version)).toBe(next);
});

test('a candidate leaves behind what belongs to one object only', () => {
	const from = {
		...primary({
			labels: {team: 'nlp', 'app.kubernetes.io/version': 'v0'},
			annotations: {
				'kubectl.kubernetes.io/last-applied-configuration': '{}',
				'iter8.tools/weight': '90',
				'meta.helm.sh/release-name': 'wisdom',
				'serving.kserve.io/deploymentMode': 'Serverless',
			},
			finalizers: ['iter8.tools/finalizer'],
			uid: 'uid-1',
		}),
		status: {url: 'http://wisdom-0'},
	};
	expect(candidateObject({...base, from, storageUri: 'gs://models/two'})).toEqual({
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {
			name: 'wisdom-1',
			namespace: 'models',
			labels: {
				team: 'nlp',
				'app.kubernetes.io/name': 'wisdom',
				'app.kubernetes.io/version': 'v1',
				'iter8.tools/watch': 'true',
			},
			annotations: {'serving.kserve.io/deploymentMode': 'Serverless'},
		},
		spec: {predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://models/two'}}},
	});
});

test('the older form of a predictor, with the key of its framework, gets its storageUri too', () => {
	const from = {...primary(), spec: {predictor: {sklearn: {storageUri: 'gs://models/one', protocolVersion: 'v2'}}}};
	expect(candidateObject({...base, from, storageUri: 'gs://models/two'})['spec']).toEqual({
		predictor: {sklearn: {storageUri: 'gs://models/two', protocolVersion: 'v2'}},
	});
});

test('a predictor that loads no model by storageUri has to be given whole', () => {
	const from = {...primary(), spec: {predictor: {containers: [{name: 'kserve-container', image: 'wisdom:1'}]}}};
	expect(() => candidateObject({...base, from, storageUri: 'gs://models/two'})).toThrow(
		'wisdom-0 loads no model by storageUri: give the whole InferenceService with -f',
	);
});
