import {expect, test} from 'vitest';
import {
	workloadAwaits,
	workloadFailure,
	workloadRevisions,
	workloadSelector,
	workloadsOf,
} from '../../source/kserve/workloads.ts';
import {primary} from '../verbs/rollout.ts';
import {workload, type Workload} from './workload.ts';

const owned = primary({uid: 'uid-wisdom-0'});

test('the workloads of an InferenceService are its own Deployments, of the components that its spec has', () => {
	const predictor = workload({name: 'wisdom-0-predictor', revision: 7});
	const deployments = [
		predictor,
		workload({name: 'wisdom-0-transformer', component: 'transformer'}),
		workload({name: 'of-another', owner: 'uid-wisdom-1'}),
		{...predictor, metadata: {name: 'of-nobody', namespace: 'models'}},
	];
	expect(workloadSelector('wisdom-0')).toBe('serving.kserve.io/inferenceservice=wisdom-0');
	expect(workloadsOf(owned, deployments)).toEqual([predictor]);
	expect(workloadRevisions([predictor])).toEqual({
		'wisdom-0-predictor': {uid: 'uid-wisdom-0-predictor', revision: 7},
	});
});

test.each<readonly [string, Partial<Workload>, string | undefined]>([
	['all pods new and available', {}, undefined],
	['none wanted', {wanted: 0}, undefined],
	[
		'a spec that is not observed',
		{generation: 3, observedGeneration: 2},
		'Deployment d has not taken up its new spec yet',
	],
	['too few new pods', {wanted: 3, updated: 1, old: 3}, 'Deployment d has started 1 of 3 new pods'],
	['new pods not available', {wanted: 3, available: 1}, '2 of 3 new pods of Deployment d are not available yet'],
	['old pods', {wanted: 3, old: 2}, 'Deployment d still has old pods: 2 beside 3 new'],
])('a Deployment is rolled out when kubectl says so: %s', (_, changes, words) => {
	expect(workloadAwaits(workload({name: 'd', ...changes}))).toBe(words);
});

test('a Deployment with the template of before waits for KServe, and one that was made anew does not', () => {
	const before = {uid: 'uid-d', revision: 3};
	expect(workloadAwaits(workload({name: 'd', revision: 3}), before)).toBe(
		'KServe has not taken up the new spec in Deployment d yet',
	);
	expect(workloadAwaits(workload({name: 'd', revision: 4}), before)).toBeUndefined();
	expect(workloadAwaits(workload({name: 'd', revision: 1, uid: 'another'}), before)).toBeUndefined();
});

test('a Deployment that another controller broke is read without harm', () => {
	const broken = {
		...workload({name: 'd'}),
		spec: {replicas: 'x'},
		status: {observedGeneration: 1, conditions: 'x', updatedReplicas: {}},
	};
	expect(workloadAwaits(broken)).toBe('Deployment d has started 0 of 1 new pods');
	expect(workloadFailure(broken)).toBeUndefined();
});

test('a Deployment that has given up says why', () => {
	expect(workloadFailure(workload({name: 'd', isStuck: true}))).toBe(
		'Deployment d: ProgressDeadlineExceeded: ReplicaSet "a" has timed out progressing.',
	);
});
