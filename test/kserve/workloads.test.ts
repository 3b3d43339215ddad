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
	expect(workloadRevisions([predictor])).toEqual({'wisdom-0-predictor': 7});
});

test.each<readonly [string, Partial<Workload>, string | undefined]>([
	['all pods new and available', {}, undefined],
	['none wanted', {wanted: 0}, undefined],
	['the template of before', {revision: 0}, 'KServe has not taken up the new spec in Deployment d yet'],
	[
		'a spec that is not observed',
		{generation: 3, observedGeneration: 2},
		'Deployment d has not taken up its new spec yet',
	],
	['too few new pods', {wanted: 3, updated: 1, old: 3}, 'Deployment d has started 1 of 3 new pods'],
	['new pods not available', {wanted: 3, available: 1}, '2 of 3 new pods of Deployment d are not available yet'],
	['old pods', {wanted: 3, old: 2}, 'Deployment d has 2 old pods beside 3 new ones'],
])('a Deployment is rolled out when kubectl says so: %s', (_, changes, words) => {
	expect(workloadAwaits(workload({name: 'd', ...changes}))).toBe(words);
});

test('a Deployment that another controller broke is read without harm', () => {
	const broken = {
		...workload({name: 'd'}),
		spec: {replicas: 'x'},
		status: {observedGeneration: 1, conditions: 'x', updatedReplicas: {}},
	};
	expect(workloadAwaits(broken)).toBeUndefined();
	expect(workloadFailure(broken)).toBeUndefined();
});

test('a Deployment that has given up says why', () => {
	expect(workloadFailure(workload({name: 'd', isStuck: true}))).toBe(
		'Deployment d: ProgressDeadlineExceeded: ReplicaSet "a" has timed out progressing.',
	);
});
