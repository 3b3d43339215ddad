import {expect, test} from 'vitest';
import {
	awaitsReplacement,
	isSameSpec,
	servesReplacement,
	statusMark,
} from '../../../source/actions/promote/replace-primary.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {primary} from '../../verbs/rollout.ts';

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
}: Status): KubeObject {
	return {
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

test('a primary that vanishes ends the wait', () => {
	expect(() => servesReplacement(undefined, mark)).toThrow('it was deleted meanwhile');
});

test('specs are the same whatever the order of their keys', () => {
	expect(isSameSpec({a: 1, b: {c: [1, 2]}}, {b: {c: [1, 2]}, a: 1})).toBe(true);
	expect(isSameSpec({a: [1, 2]}, {a: [2, 1]})).toBe(false);
});
