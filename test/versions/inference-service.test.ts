import {expect, test} from 'vitest';
import type {KubeObject} from '../../source/objects/object.ts';
import {
	awaitsReplacement,
	inferenceServiceKind,
	servesNewest,
	servesReplacement,
	statusMark,
} from '../../source/versions/inference-service.ts';
import type {Served} from '../../source/versions/version-kind.ts';
import {workload, type Workload} from '../kserve/workload.ts';
import {primary} from '../verbs/rollout.ts';

interface Status {
	readonly revision?: number;
	readonly readyRevision?: number;
	readonly observedGeneration?: number;
	readonly ready?: string;
	readonly transition?: string;
	readonly target?: string;
}

function withStatus({
	revision,
	readyRevision,
	observedGeneration,
	ready = 'True',
	transition = 'UpToDate',
	target = 'Loaded',
}: Status): Served {
	const object: KubeObject = {
		...primary(),
		status: {
			observedGeneration,
			conditions: [{type: 'Ready', status: ready, lastTransitionTime: '2026-01-01T12:00:00Z'}],
			components: {
				predictor: {
					latestCreatedRevision: revision && `wisdom-0-predictor-0000${revision}`,
					latestReadyRevision: readyRevision && `wisdom-0-predictor-0000${readyRevision}`,
				},
			},
			modelStatus: {transitionStatus: transition, states: {activeModelState: 'Loaded', targetModelState: target}},
		},
	};
	return {object, workloads: []};
}

const before = {revision: 1, readyRevision: 1, observedGeneration: 1};
const mark = statusMark(withStatus(before));

test.each<readonly [string, Status, true | string]>([
	[
		'the status that KServe has not touched yet, which still says Ready',
		before,
		'KServe has not taken up the new spec of wisdom-0 yet',
	],
	[
		'a child that was told, and has made no revision yet',
		{...before, observedGeneration: 2, ready: 'Unknown'},
		'wisdom-0 is loading its new model',
	],
	[
		'a new revision that is not the ready one',
		{...before, revision: 2, observedGeneration: 2, ready: 'Unknown', transition: 'InProgress'},
		'wisdom-0 is loading its new model',
	],
	[
		'a Ready that is of the old revision',
		{...before, revision: 2, observedGeneration: 2},
		'wisdom-0 is Ready, but not yet for its new spec',
	],
	[
		'a ready revision that nobody asks, whose model stays in progress',
		{revision: 2, readyRevision: 2, observedGeneration: 2, transition: 'InProgress'},
		true,
	],
	['the new revision, ready and loaded', {revision: 2, readyRevision: 2, observedGeneration: 2}, true],
])('a replaced primary serves its new spec only when it really does: %s', (_, status, answer) => {
	expect(servesReplacement(withStatus(status), mark)).toBe(answer);
});

test('where there are no revisions any change of the status tells of the replacement', () => {
	const old = statusMark(withStatus({observedGeneration: 1}));
	expect(servesReplacement(withStatus({observedGeneration: 1}), old)).toBe(
		'KServe has not taken up the new spec of wisdom-0 yet',
	);
	expect(servesReplacement(withStatus({observedGeneration: 2}), old)).toBe(true);
});

test('a model that does not load ends the wait of a promotion, and not that of an abort', () => {
	const failed = withStatus({
		...before,
		revision: 2,
		observedGeneration: 2,
		ready: 'Unknown',
		transition: 'BlockedByFailedLoad',
		target: 'FailedToLoad',
	});
	expect(() => servesReplacement(failed, mark)).toThrow('wisdom-0 failed to load its new model: FailedToLoad');
	expect(awaitsReplacement(failed, mark)).toBe('wisdom-0 is loading its new model');
});

test('a failure that an earlier revision left in the status is not taken for one of the new spec', () => {
	const left = withStatus({
		...before,
		observedGeneration: 2,
		ready: 'Unknown',
		transition: 'InProgress',
		target: 'FailedToLoad',
	});
	expect(servesReplacement(left, mark)).toBe('wisdom-0 is loading its new model');
});

const deployed = (status: Status, changes: Partial<Workload>): Served => ({
	...withStatus(status),
	workloads: [workload({name: 'wisdom-0-predictor', revision: 4, ...changes})],
});
const ready = {observedGeneration: 1};
const markOfDeployment = statusMark(deployed(ready, {}));

test.each<readonly [string, Partial<Workload>, true | string]>([
	[
		'a status that is UpToDate again, of a Deployment with its old pods',
		{},
		'KServe has not taken up the new spec in Deployment wisdom-0-predictor yet',
	],
	[
		'a Deployment that was scaled meanwhile, which is no new template',
		{generation: 9, observedGeneration: 9},
		'KServe has not taken up the new spec in Deployment wisdom-0-predictor yet',
	],
	[
		'new pods that are still loading',
		{revision: 5, available: 0, old: 1},
		'1 of 1 new pods of Deployment wisdom-0-predictor are not available yet',
	],
	[
		'an old pod that still answers',
		{revision: 5, old: 1},
		'Deployment wisdom-0-predictor still has old pods: 1 beside 1 new',
	],
	['new pods alone', {revision: 5}, true],
])('where Deployments run the primary they tell what it serves: %s', (_, changes, answer) => {
	expect(servesReplacement(deployed({observedGeneration: 2}, changes), markOfDeployment)).toBe(answer);
});

test('a Deployment with a transformer beside it, whose counter in the status stays, is seen to change', () => {
	expect(servesReplacement(deployed(ready, {revision: 5}), markOfDeployment)).toBe(true);
});

test('new pods that never come end the wait of a promotion with the words of their Deployment', () => {
	const stuck = deployed({observedGeneration: 2}, {revision: 5, available: 0, old: 1, isStuck: true});
	const other = {...stuck, object: withStatus({transition: 'InProgress'}).object};
	expect(() => servesReplacement(other, markOfDeployment)).toThrow(
		'wisdom-0 failed to load its new model: Deployment wisdom-0-predictor: ProgressDeadlineExceeded: ReplicaSet "a" has timed out progressing.; requests still go to its old one',
	);
});

test('a Deployment that was made anew begins to count anew', () => {
	expect(servesReplacement(deployed({observedGeneration: 2}, {revision: 1, uid: 'another'}), markOfDeployment)).toBe(
		true,
	);
});

test('a failure that is still told when a Deployment has just been replaced is not taken for one of the new spec', () => {
	const failed = {target: 'FailedToLoad', transition: 'BlockedByFailedLoad'};
	const mark = statusMark(deployed(failed, {available: 0, old: 1}));
	expect(servesReplacement(deployed(failed, {revision: 5, available: 0, old: 1}), mark)).toBe(
		'1 of 1 new pods of Deployment wisdom-0-predictor are not available yet',
	);
});

test('a candidate whose newest pods are not there does not serve its newest spec, whatever its status says', () => {
	expect(servesNewest(deployed(ready, {updated: 0, old: 1}))).toBe(
		'Deployment wisdom-0-predictor has started 0 of 1 new pods',
	);
	expect(servesNewest(deployed(ready, {}))).toBe(true);
});

test("a primary that takes a candidate's spec over keeps the name of its predictor, and so the Service that routes lead to", () => {
	const {spec} = primary();
	const {predictor} = spec as {readonly predictor: object};
	const named = {...primary(), spec: {predictor: {...predictor, name: 'blue'}}};
	const {promotedSpec} = inferenceServiceKind;
	expect(promotedSpec(primary(), {predictor: {name: 'green', minReplicas: 2}})).toEqual({predictor: {minReplicas: 2}});
	expect(promotedSpec(named, {predictor: {minReplicas: 2}})).toEqual({predictor: {name: 'blue', minReplicas: 2}});
	expect(promotedSpec(primary(), spec)).toEqual(spec);
});
