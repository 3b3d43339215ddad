import {expect, test} from 'vitest';
import type {ObjectMeta} from '../../../source/objects/object.ts';
import {revisionTemplate} from '../../../source/sandbox/kserve/revision-template.ts';

const predictor = {model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://models/a'}};

function keyOf(metadata: Partial<ObjectMeta>, spec: unknown = {predictor}): string {
	const object = {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name: 'wisdom-0', ...metadata},
		spec,
	};
	return revisionTemplate(object, 'predictor').key;
}

const plain = keyOf({});

test.each<[string, Partial<ObjectMeta>]>([
	['a label', {labels: {'app.kubernetes.io/version': 'v1'}}],
	['an annotation', {annotations: {'iter8.tools/weight': '10'}}],
])('%s alone makes a new revision', (_, metadata) => {
	expect(keyOf(metadata)).not.toBe(plain);
});

test.each<[string, Partial<ObjectMeta>]>([
	["kubectl's last applied configuration", {annotations: {'kubectl.kubernetes.io/last-applied-configuration': '{}'}}],
	['the rollout duration', {annotations: {'serving.knative.dev/rollout-duration': '60s'}}],
	['the visibility label', {labels: {'networking.knative.dev/visibility': 'cluster-local'}}],
	['a finalizer', {finalizers: ['iter8.tools/finalizer']}],
	['a resourceVersion', {resourceVersion: '7', generation: 7}],
])('%s makes no new revision', (_, metadata) => {
	expect(keyOf(metadata)).toBe(plain);
});

test('the order of keys makes no new revision, another predictor does', () => {
	const reordered = {model: {storageUri: 'gs://models/a', modelFormat: {name: 'sklearn'}}};
	expect(keyOf({}, {predictor: reordered})).toBe(plain);
	expect(keyOf({}, {predictor: {...predictor, minReplicas: 2}})).not.toBe(plain);
});

test.each([
	[{model: {storageUri: 'gs://models/a'}}, 'gs://models/a'],
	[{sklearn: {storageUri: 'gs://models/b'}}, 'gs://models/b'],
	[{containers: [{image: 'own'}]}, undefined],
	['no object', undefined],
])('the model of %o is %s', (spec, storageUri) => {
	const object = {apiVersion: 'v1beta1', kind: 'InferenceService', metadata: {name: 'a'}, spec: {predictor: spec}};
	expect(revisionTemplate(object, 'predictor').storageUri).toBe(storageUri);
});
