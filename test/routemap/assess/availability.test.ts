import {expect, test} from 'vitest';
import type {KubeObject, ObjectMeta} from '../../../source/objects/object.ts';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import {versionAvailability, type Availability} from '../../../source/routemap/assess/availability.ts';
import {inferenceService, weightConfig} from '../../helpers/app-objects.ts';

const changedAt = '2026-01-01T12:00:00Z';
const loaded = {transitionStatus: 'InProgress', states: {activeModelState: 'Loaded', targetModelState: 'Loading'}};

function judge(objects: readonly KubeObject[], now = '2026-01-01T12:01:00Z', names = ['isvc wisdom-1']): Availability {
	const resources = names.map(text => {
		const [gvrShort = '', name = ''] = text.split(' ');
		return {gvrShort, name, namespace: 'models'};
	});
	return versionAvailability(
		{weight: undefined, resources},
		(resource, namespace, name) =>
			objects.find(
				object =>
					object.kind === resource.kind && object.metadata.namespace === namespace && object.metadata.name === name,
			),
		{types: defaultResourceTypes, now: new Date(now), holdMs: 120_000},
	);
}

function ready(status: string, rest: object = {}): unknown {
	return {url: 'http://wisdom-1', conditions: [{type: 'Ready', status, lastTransitionTime: changedAt}], ...rest};
}

function deployment(generation: number, status: unknown): KubeObject {
	const labels = {'iter8.tools/watch': 'true'};
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name: 'app', namespace: 'models', labels, generation},
		status,
	};
}

test('a version that serves became ready when what serves did, not when what goes with it was made', () => {
	const weights = weightConfig('weights', '1', {creationTimestamp: '2026-01-01T12:00:59Z'});
	expect(
		judge([weights, inferenceService('wisdom-1', ready('True'))], undefined, ['cm weights', 'isvc wisdom-1']).since,
	).toEqual(new Date(changedAt));
	expect(judge([weights], undefined, ['cm weights']).since).toEqual(new Date('2026-01-01T12:00:59Z'));
});

test('a ready InferenceService is available since it became ready', () => {
	expect(judge([inferenceService('wisdom-1', ready('True'))])).toEqual({
		isAvailable: true,
		isUpToDate: true,
		reason: '',
		since: new Date(changedAt),
		heldUntil: undefined,
	});
});

const metadataCases: readonly [string, Partial<ObjectMeta>, string][] = [
	['is being deleted', {deletionTimestamp: changedAt}, 'InferenceService wisdom-1 is being deleted'],
	['lacks the watch label', {labels: {}}, 'InferenceService wisdom-1 has no label iter8.tools/watch: "true"'],
	[
		'is labelled not to be watched',
		{labels: {'iter8.tools/watch': 'false'}},
		'InferenceService wisdom-1 has no label iter8.tools/watch: "true"',
	],
	['is of another namespace', {namespace: 'other'}, 'InferenceService wisdom-1 does not exist'],
];

test.each(metadataCases)('an InferenceService that %s is not available', (_, metadata, reason) => {
	expect(judge([inferenceService('wisdom-1', ready('True'), metadata)])).toMatchObject({isAvailable: false, reason});
});

test.each([
	['no status', null, 'has no condition Ready yet'],
	['no conditions', {}, 'has no condition Ready yet'],
	['conditions that are no list', {conditions: 'Ready'}, 'has no condition Ready yet'],
	['False', ready('False'), 'is not Ready (False)'],
	['a status that is no text', {conditions: [{type: 'Ready', status: true}]}, 'is not Ready (Unknown)'],
	[
		'reason and message',
		{conditions: [{type: 'ready', status: 'False', reason: 'Pulling', message: 'image'}]},
		'is not Ready: Pulling: image',
	],
])('an InferenceService with %s is not available', (_, status, reason) => {
	expect(judge([inferenceService('wisdom-1', status)])).toMatchObject({
		isAvailable: false,
		isUpToDate: false,
		reason: `InferenceService wisdom-1 ${reason}`,
		heldUntil: undefined,
	});
});

test('a condition type and its status are compared without regard to case', () => {
	expect(judge([inferenceService('wisdom-1', {conditions: [{type: 'READY', status: 'true'}]})]).isAvailable).toBe(true);
});

test('a Ready that turned Unknown while the old revision serves is held for two minutes', () => {
	const updating = inferenceService('wisdom-1', ready('Unknown', {modelStatus: loaded}));
	expect(judge([updating], '2026-01-01T12:01:59.999Z')).toEqual({
		isAvailable: true,
		isUpToDate: false,
		cause: 'updating',
		reason: 'InferenceService wisdom-1 serves its old revision while the new one loads',
		since: new Date(changedAt),
		heldUntil: new Date('2026-01-01T12:02:00Z'),
	});
	expect(judge([updating], '2026-01-01T12:02:00Z')).toMatchObject({isAvailable: false, heldUntil: undefined});
});

test.each([
	['Ready is False', ready('False', {modelStatus: loaded})],
	['there is no modelStatus', ready('Unknown')],
	['no model is loaded', ready('Unknown', {modelStatus: {states: {activeModelState: 'Pending'}}})],
	['it never had a route', {...(ready('Unknown', {modelStatus: loaded}) as object), url: undefined}],
	[
		'it is not known since when',
		{url: 'http://x', modelStatus: loaded, conditions: [{type: 'Ready', status: 'Unknown'}]},
	],
])('nothing is held when %s', (_, status) => {
	expect(judge([inferenceService('wisdom-1', status)])).toMatchObject({isAvailable: false, heldUntil: undefined});
});

test('a model that failed to load says why', () => {
	const modelStatus = {
		transitionStatus: 'BlockedByFailedLoad',
		states: {activeModelState: 'FailedToLoad', targetModelState: 'FailedToLoad'},
		lastFailureInfo: {reason: 'ModelLoadFailed', message: 'no such file'},
	};
	expect(judge([inferenceService('wisdom-1', ready('False', {modelStatus}))]).reason).toBe(
		'InferenceService wisdom-1 failed to load: FailedToLoad: ModelLoadFailed: no such file',
	);
});

test('the observedGeneration of an InferenceService, a counter of its child, is passed over', () => {
	const status = ready('True', {observedGeneration: 1});
	expect(judge([inferenceService('wisdom-1', status, {generation: 7})])).toMatchObject({
		isAvailable: true,
		isUpToDate: true,
	});
});

test('a ready InferenceService whose newest revision is not ready is available and out of date', () => {
	const components = {predictor: {latestCreatedRevision: 'r-2', latestReadyRevision: 'r-1'}};
	expect(judge([inferenceService('wisdom-1', ready('True', {components}))])).toMatchObject({
		isAvailable: true,
		isUpToDate: false,
		reason: 'InferenceService wisdom-1 serves its old revision while the new one loads',
	});
});

test.each([
	['nothing observed', {conditions: [{type: 'Available', status: 'True'}]}, true],
	['the current generation observed', {observedGeneration: 2, conditions: [{type: 'Available', status: 'True'}]}, true],
	['an older generation observed', {observedGeneration: 1, conditions: [{type: 'Available', status: 'True'}]}, false],
	[
		'an own newer observation',
		{observedGeneration: 1, conditions: [{type: 'Available', status: 'True', observedGeneration: 2}]},
		true,
	],
	[
		'an own older observation',
		{observedGeneration: 2, conditions: [{type: 'Available', status: 'True', observedGeneration: 1}]},
		false,
	],
	[
		'an observation that is no number',
		{observedGeneration: '1', conditions: [{type: 'Available', status: 'True'}]},
		true,
	],
])('a Deployment with %s', (_, status, isAvailable) => {
	expect(judge([deployment(2, status)], undefined, ['deploy app']).isAvailable).toBe(isAvailable);
});

const lagging = {
	observedGeneration: 1,
	conditions: [{type: 'Available', status: 'True', lastTransitionTime: changedAt}],
};

test('a Deployment whose controller has not seen its new spec serves on with the pods that are available', () => {
	expect(judge([deployment(2, {...lagging, availableReplicas: 1})], undefined, ['deploy app'])).toEqual({
		isAvailable: true,
		isUpToDate: false,
		cause: 'updating',
		reason: 'Deployment app serves its old pods until its controller has seen its new spec',
		since: new Date(changedAt),
		heldUntil: undefined,
	});
	const down = {...lagging, conditions: [{type: 'Available', status: 'False'}], availableReplicas: 1};
	expect(judge([deployment(2, down)], undefined, ['deploy app']).isAvailable).toBe(false);
	expect(judge([deployment(2, {...lagging, availableReplicas: 0})], undefined, ['deploy app']).isAvailable).toBe(false);
});

test('that pods are available says nothing of other kinds, whose conditions count for the current spec only', () => {
	const types = new Map([
		[
			'rollout',
			{resource: {group: 'argoproj.io', version: 'v1', plural: 'rollouts', kind: 'Rollout'}, conditions: ['Available']},
		],
	]);
	const object = {...deployment(2, {...lagging, availableReplicas: 1}), apiVersion: 'argoproj.io/v1', kind: 'Rollout'};
	const version = {weight: undefined, resources: [{gvrShort: 'rollout', name: 'app', namespace: 'models'}]};
	const judged = versionAvailability(version, () => object, {types, now: new Date(changedAt), holdMs: 0});
	expect(judged).toMatchObject({isAvailable: false, cause: 'old-generation'});
});

test('a resource of a type without conditions is available when it exists', () => {
	const names = ['cm wisdom-1-weight-config'];
	expect(judge([weightConfig('wisdom-1-weight-config', '5')], undefined, names).isAvailable).toBe(true);
	expect(judge([], undefined, names).reason).toBe('ConfigMap wisdom-1-weight-config does not exist');
});

test.each(['pod wisdom', 'constructor wisdom', '__proto__ wisdom'])(
	'a resource type that is not configured: %s',
	name => {
		expect(judge([], undefined, [name])).toMatchObject({
			isAvailable: false,
			reason: `resource type ${name.split(' ')[0]} is not configured`,
		});
	},
);

test('a version is available only when all of its resources are, and is held as long as the first of them', () => {
	const objects = [
		inferenceService('a', ready('Unknown', {modelStatus: loaded})),
		inferenceService('b', {
			...(ready('Unknown', {modelStatus: loaded}) as object),
			conditions: [{type: 'Ready', status: 'Unknown', lastTransitionTime: '2026-01-01T11:59:30Z'}],
		}),
	];
	expect(judge(objects, undefined, ['isvc a', 'isvc b'])).toMatchObject({
		isAvailable: true,
		isUpToDate: false,
		heldUntil: new Date('2026-01-01T12:01:30Z'),
	});
	expect(judge(objects, undefined, ['isvc a', 'isvc b', 'cm weights'])).toMatchObject({
		isAvailable: false,
		reason: 'ConfigMap weights does not exist',
	});
});

test('a version whose newest revision does not load is available for as long as KServe sends its traffic to the one before', () => {
	const conditions = [
		{type: 'Ready', status: 'False', reason: 'RevisionFailed', lastTransitionTime: changedAt},
		{type: 'IngressReady', status: 'True'},
	];
	const predictor = {
		latestCreatedRevision: 'wisdom-1-predictor-00002',
		latestReadyRevision: 'wisdom-1-predictor-00001',
		traffic: [{revisionName: 'wisdom-1-predictor-00001', latestRevision: true, percent: 100}],
	};
	const modelStatus = {
		states: {activeModelState: 'Loaded', targetModelState: 'FailedToLoad'},
		lastFailureInfo: {message: 'no such bucket'},
	};
	const status = {conditions, components: {predictor}, modelStatus};
	expect(judge([inferenceService('wisdom-1', status)], '2026-01-02T12:00:00Z')).toEqual({
		isAvailable: true,
		isUpToDate: false,
		cause: 'failed',
		reason:
			'InferenceService wisdom-1 serves its old revision: the new one failed to load: FailedToLoad: no such bucket',
		since: new Date(changedAt),
		heldUntil: undefined,
	});
	const states = {...modelStatus, states: {...modelStatus.states, activeModelState: 'FailedToLoad'}};
	expect(judge([inferenceService('wisdom-1', {...status, modelStatus: states})]).isAvailable).toBe(false);
});

const failedStatus = {transitionStatus: 'BlockedByFailedLoad', states: {targetModelState: 'FailedToLoad'}};
const split = {predictor: {latestCreatedRevision: 'r-2', latestReadyRevision: 'r-1'}};

test.each([
	['absent', undefined],
	['leaving', inferenceService('wisdom-1', ready('True'), {deletionTimestamp: changedAt})],
	['unlabelled', inferenceService('wisdom-1', ready('True'), {labels: {}})],
	['unreported', inferenceService('wisdom-1', null)],
	['not-ready', inferenceService('wisdom-1', ready('False'))],
	['stopped', inferenceService('wisdom-1', ready('False'), {annotations: {'serving.kserve.io/stop': 'true'}})],
	['failed', inferenceService('wisdom-1', ready('False', {modelStatus: failedStatus}))],
	['updating', inferenceService('wisdom-1', ready('True', {components: split}))],
	['updating', inferenceService('wisdom-1', ready('Unknown', {modelStatus: loaded}))],
	[undefined, inferenceService('wisdom-1', ready('True'))],
])('why an InferenceService does not serve, or not its newest spec, is a value: %s', (cause, object) => {
	expect(judge(object ? [object] : []).cause).toBe(cause);
});

test('so is that of others, and of what is of no known type', () => {
	const status = {observedGeneration: 1, conditions: [{type: 'Available', status: 'True'}]};
	expect(judge([deployment(2, status)], undefined, ['deploy app']).cause).toBe('old-generation');
	expect(judge([], undefined, ['unheard app']).cause).toBe('unknown-type');
});
