import {expect, test} from 'vitest';
import {earlierRevision, isUpToDate, loadFailure} from '../../source/kserve/readiness.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {inferenceService} from '../helpers/app-objects.ts';

/** An InferenceService that has the components of which its status tells. */
function model(status: object | null): KubeObject {
	const components = status !== null && 'components' in status ? Object.keys(status.components ?? {}) : [];
	const object = inferenceService('wisdom-1', status);
	return {...object, spec: {...Object.fromEntries(components.map(name => [name, {}])), ...(object['spec'] as object)}};
}

const isReady = {conditions: [{type: 'Ready', status: 'True'}]};

test.each([
	['that is ready', isReady, true],
	['that is not', {conditions: [{type: 'Ready', status: 'Unknown'}]}, false],
	['without a status', null, false],
	['in transition', {...isReady, modelStatus: {transitionStatus: 'InProgress'}}, false],
	['past its transition', {...isReady, modelStatus: {transitionStatus: 'UpToDate'}}, true],
	['whose new revision failed', {...isReady, modelStatus: {transitionStatus: 'BlockedByFailedLoad'}}, false],
	[
		'whose latest revision is ready',
		{...isReady, components: {predictor: {latestCreatedRevision: 'r2', latestReadyRevision: 'r2'}}},
		true,
	],
	[
		'whose latest revision is not',
		{...isReady, components: {predictor: {latestCreatedRevision: 'r2', latestReadyRevision: 'r1'}}},
		false,
	],
	['that never had a ready revision', {...isReady, components: {predictor: {latestCreatedRevision: 'r1'}}}, false],
	[
		"of KServe 0.14 in Standard mode, which counts a Deployment's revisions",
		{...isReady, deploymentMode: 'RawDeployment', components: {predictor: {latestCreatedRevision: '1'}}},
		true,
	],
	[
		'that was scaled to zero, whose model stays on its way for good',
		{
			...isReady,
			components: {predictor: {latestCreatedRevision: 'r2', latestReadyRevision: 'r2'}},
			modelStatus: {transitionStatus: 'InProgress', states: {activeModelState: 'Loaded', targetModelState: 'Pending'}},
		},
		true,
	],
	[
		'whose transformer is not up to date',
		{
			...isReady,
			components: {
				predictor: {latestCreatedRevision: 'p1', latestReadyRevision: 'p1'},
				transformer: {latestCreatedRevision: 't2', latestReadyRevision: 't1'},
			},
		},
		false,
	],
	['with a malformed status', {...isReady, modelStatus: ['UpToDate'], components: 7}, true],
])('an InferenceService %s is up to date: %s', (_, status, expected) => {
	expect(isUpToDate(model(status))).toBe(expected);
});

const isUnknown = {type: 'Ready', status: 'unknown'};

/** A status of Knative mode as KServe 0.20 writes it while a newer revision does not come: recorded, shortened. */
const blocked = {
	url: 'http://wisdom-1',
	conditions: [
		{type: 'IngressReady', status: 'True'},
		{type: 'Ready', status: 'False', reason: 'RevisionFailed'},
		{type: 'RoutesReady', status: 'True'},
	],
	components: {
		predictor: {
			latestCreatedRevision: 'wisdom-predictor-00005',
			latestReadyRevision: 'wisdom-predictor-00004',
			traffic: [{latestRevision: true, percent: 100, revisionName: 'wisdom-predictor-00004'}],
		},
	},
	modelStatus: {states: {activeModelState: 'Loaded', targetModelState: 'FailedToLoad'}},
};
const {predictor} = blocked.components;
const [ingress, ready, routes] = blocked.conditions;

test.each([
	['whose newest revision failed while the one before gets all requests', blocked, 'routed'],
	['whose newest revision is on its way', {...blocked, conditions: [ingress, isUnknown, routes]}, 'routed'],
	['whose routes are just being changed', {...blocked, conditions: [ingress, isUnknown]}, 'routed'],
	['whose routes are refused', {...blocked, conditions: [ingress, ready, {...routes, status: 'False'}]}, undefined],
	['whose ingress is being changed', {...blocked, conditions: [{...ingress, status: 'Unknown'}, isUnknown]}, 'assumed'],
	[
		'of KServe 0.14, which says so of its ingress',
		{...blocked, conditions: [{...ingress, status: 'False', reason: 'Predictor ingress not created'}, ready, routes]},
		'routed',
	],
	[
		'of KServe 0.14, whose ingress was never made',
		{
			...blocked,
			url: undefined,
			conditions: [{...ingress, status: 'False', reason: 'Predictor ingress not created'}, ready, routes],
		},
		undefined,
	],
	['whose old model is not loaded', {...blocked, modelStatus: {states: {activeModelState: ''}}}, undefined],
	['whose traffic goes nowhere', {...blocked, components: {predictor: {...predictor, traffic: []}}}, undefined],
	[
		'whose transformer never came',
		{...blocked, components: {predictor, transformer: {latestCreatedRevision: 'wisdom-transformer-00001'}}},
		undefined,
	],
	['that is Ready', {...blocked, conditions: [ingress, {type: 'Ready', status: 'True'}, routes]}, undefined],
	[
		'without revisions, whose readiness is unknown',
		{url: 'http://w', conditions: [isUnknown], modelStatus: {states: {activeModelState: 'Loaded'}}},
		'assumed',
	],
	[
		'without revisions, that is not ready',
		{url: 'http://w', conditions: [ready], modelStatus: {states: {activeModelState: 'Loaded'}}},
		undefined,
	],
	[
		'without revisions, in its first load',
		{conditions: [isUnknown], modelStatus: {states: {activeModelState: 'Loaded'}}},
		undefined,
	],
	['without revisions or a model state', {url: 'http://w', conditions: [isUnknown]}, undefined],
	['without a status', null, undefined],
])('an earlier revision of an InferenceService %s serves: %j', (_, status, expected) => {
	expect(earlierRevision(model(status))).toBe(expected);
});

/** A status of Standard mode, by the predictor's own condition (KServe 0.16 to 0.20, `PropagateRawStatus`). */
const standard = (status: string, reason: string, rest: object = {}) => ({
	deploymentMode: 'Standard',
	url: 'http://wisdom-1',
	conditions: ['PredictorReady', 'Ready'].map(type => ({type, status, reason})),
	components: {predictor: {url: 'http://wisdom-1-predictor'}},
	modelStatus: {states: {activeModelState: 'Loaded', targetModelState: 'Pending'}, copies: {totalCopies: 1}},
	...rest,
});
const noCopies = {modelStatus: {states: {activeModelState: 'Loaded'}, copies: {totalCopies: 0}}};
const beside = (name: string, status: string, reason: string) => ({
	conditions: [
		{type: 'PredictorReady', status: 'True'},
		{type: name, status, reason},
		{type: 'Ready', status, reason},
	],
	components: {predictor: {}, [name.replace('Ready', '').toLowerCase()]: {}},
});

test.each([
	['rolls out, up to KServe 0.19', standard('Unknown', 'ReplicaSetUpdated'), 'routed'],
	['begins to', standard('Unknown', 'NewReplicaSetCreated'), 'routed'],
	['did not get on in time', standard('False', 'ProgressDeadlineExceeded'), 'routed'],
	[
		'did not, with workers',
		standard('False', 'predictor-container: ProgressDeadlineExceeded, worker-container: A'),
		'routed',
	],
	['makes no pods, as by a quota', standard('False', 'FailedCreate'), 'routed'],
	['cannot be written', standard('False', 'ReconcileFailed'), 'routed'],
	['makes no pods, and has none', standard('False', 'FailedCreate', noCopies), undefined],
	['has too few pods', standard('False', 'MinimumReplicasUnavailable'), undefined],
	['is not told of', standard('False', ''), undefined],
	['is one of another mode', standard('False', 'FailedCreate', {deploymentMode: 'ModelMesh'}), undefined],
	['was never loaded', standard('Unknown', 'ReplicaSetUpdated', {modelStatus: {}}), undefined],
	[
		'has a transformer that rolls out',
		standard('', '', beside('TransformerReady', 'Unknown', 'ReplicaSetUpdated')),
		'routed',
	],
	['has one that makes no pods', standard('', '', beside('TransformerReady', 'False', 'FailedCreate')), undefined],
	[
		'has an explainer that is late',
		standard('', '', beside('ExplainerReady', 'False', 'ProgressDeadlineExceeded')),
		'routed',
	],
])('whether old pods serve where a Deployment %s', (_, status, expected) => {
	expect(earlierRevision(model(status))).toBe(expected);
});

test.each([
	['has rolled out', 'NewReplicaSetAvailable', true],
	['rolls out, ready for its old pods', 'MinimumReplicasAvailable', false],
	['says nothing of that, as up to KServe 0.15', '', true],
])('a model of Standard mode whose Deployment %s', (_, reason, expected) => {
	const modelStatus = {states: {activeModelState: 'Loaded', targetModelState: 'Loaded'}, transitionStatus: 'UpToDate'};
	expect(isUpToDate(model(standard('True', reason, {modelStatus})))).toBe(expected);
	expect(isUpToDate(model(standard('True', reason, {modelStatus, deploymentMode: 'ModelMesh'})))).toBe(true);
});

test('a Deployment that did not get on in time has failed to load', () => {
	const message = 'ReplicaSet "wisdom-1-predictor-7c" has timed out progressing.';
	const conditions = [{type: 'PredictorReady', status: 'False', reason: 'ProgressDeadlineExceeded', message}];
	expect(loadFailure(inferenceService('wisdom-1', {conditions}))).toBe(
		'ProgressDeadlineExceeded: ReplicaSet "wisdom-1-predictor-7c" has timed out progressing',
	);
	expect(loadFailure(inferenceService('wisdom-1', standard('False', 'FailedCreate')))).toBe(undefined);
});

test('a model without revisions is idle only where nobody asks for a copy', () => {
	const waiting = {
		...isReady,
		modelStatus: {transitionStatus: 'InProgress', states: {targetModelState: 'Pending'}, copies: {failedCopies: 0}},
	};
	const idle = {...inferenceService('wisdom-1', waiting), spec: {predictor: {minReplicas: 0}}};
	expect(isUpToDate(idle)).toBe(true);
	expect(isUpToDate(inferenceService('wisdom-1', waiting))).toBe(false);
	for (const autoscaler of ['external', 'none']) {
		const annotations = {'serving.kserve.io/autoscalerClass': autoscaler};
		expect(isUpToDate(inferenceService('wisdom-1', waiting, {annotations}))).toBe(true);
	}

	const copied = {...waiting.modelStatus, copies: {totalCopies: 1}};
	expect(isUpToDate({...idle, status: {...waiting, modelStatus: copied}})).toBe(false);
});

test('a revision that Knative gave up on has failed to load, whatever the model says', () => {
	const failed = {type: 'Ready', status: 'False', reason: 'RevisionFailed', message: 'Revision "r2" failed'};
	const modelStatus = {states: {targetModelState: 'Pending'}, transitionStatus: 'InProgress'};
	const object = inferenceService('wisdom-1', {conditions: [failed], modelStatus});
	expect(loadFailure(object)).toBe('RevisionFailed: Revision "r2" failed');
});

test.each(['TransformerReady', 'ExplainerReady'])(
	'so has one of another component (%s), of which Ready says less',
	type => {
		const conditions = [
			{type: 'Ready', status: 'False', reason: 'Transformer ingress not created'},
			{type, status: 'False', reason: 'RevisionFailed', message: 'Revision "t2" failed'},
		];
		const components = {[type.replace('Ready', '').toLowerCase()]: {}};
		expect(loadFailure(model({conditions, components}))).toBe('RevisionFailed: Revision "t2" failed');
		expect(loadFailure(inferenceService('wisdom-1', {conditions, components}))).toBe(undefined);
	},
);

test('of a component that was taken out the status tells what was last so, which counts for nothing', () => {
	const transformer = {latestCreatedRevision: 't2', latestReadyRevision: 't1', traffic: []};
	const components = {...blocked.components, transformer};
	expect(earlierRevision(inferenceService('wisdom-1', {...blocked, components}))).toBe('routed');
	const newest = {latestCreatedRevision: 'r2', latestReadyRevision: 'r2'};
	const status = {...isReady, components: {predictor: newest, transformer}};
	expect(isUpToDate(inferenceService('wisdom-1', status))).toBe(true);
	expect(isUpToDate(model(status))).toBe(false);
});

test.each([
	[{states: {targetModelState: 'FailedToLoad'}}, 'FailedToLoad'],
	[{states: {targetModelState: 'FailedToLoad'}, lastFailureInfo: {message: 'no file'}}, 'FailedToLoad: no file'],
	[
		{transitionStatus: 'InvalidSpec', lastFailureInfo: {reason: 'NoSupportingRuntime', message: ''}},
		'InvalidSpec: NoSupportingRuntime',
	],
	[{states: {targetModelState: 'Loading'}, lastFailureInfo: {message: 'earlier'}}, undefined],
	['FailedToLoad', undefined],
	[undefined, undefined],
])('the model status %j tells of the failure %j', (modelStatus, words) => {
	expect(loadFailure(inferenceService('wisdom-1', {modelStatus}))).toBe(words);
});

test('what KServe says of a failure ends without full stops, as our own words follow', () => {
	const message = 'No model found in gs://models/none..';
	const modelStatus = {
		states: {targetModelState: 'FailedToLoad'},
		lastFailureInfo: {reason: 'ModelLoadFailed', message},
	};
	const object = {apiVersion: 'v1', kind: 'InferenceService', metadata: {name: 'wisdom-1'}, status: {modelStatus}};
	expect(loadFailure(object)).toBe('FailedToLoad: ModelLoadFailed: No model found in gs://models/none');
});
