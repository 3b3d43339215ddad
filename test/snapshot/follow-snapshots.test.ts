import {afterEach, beforeEach, expect, test} from 'vitest';
import {describeApps} from '../../source/info/describe-apps.ts';
import type {Snapshot} from '../../source/info/snapshot.ts';
import {ApiError} from '../../source/objects/cluster.ts';
import {inferenceServices} from '../../source/objects/resource.ts';
import type {Scope} from '../../source/snapshot/collections.ts';
import {followSnapshots} from '../../source/snapshot/follow-snapshots.ts';
import {routemapConfigMap} from '../helpers/app-objects.ts';
import {applyRoutes} from '../helpers/apply-routes.ts';
import {eventually} from '../helpers/eventually.ts';
import {fixtures} from '../helpers/fixtures.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {wordOf} from '../helpers/states.ts';

const now = new Date('2026-01-01T12:00:00Z');

let cluster: MemoryCluster;
let stop: () => void = () => {};

/** Follows, and keeps what was told last. */
function follow(scope: Scope) {
	const told: {snapshots: Snapshot[]; troubles: (string | undefined)[]} = {snapshots: [], troubles: []};
	const listener = {
		onSnapshot: (snapshot: Snapshot) => told.snapshots.push(snapshot),
		onTrouble: (error: Error | undefined) => told.troubles.push(error?.message),
	};
	stop = followSnapshots(cluster, scope, listener, () => now);
	const states = () => {
		const snapshot = told.snapshots.at(-1);
		return snapshot && describeApps(snapshot, now).map(app => `${app.name} ${wordOf(app)}`);
	};
	const phases = () => {
		const snapshot = told.snapshots.at(-1);
		return snapshot && describeApps(snapshot, now).flatMap(app => app.versions.map(({phase}) => phase));
	};
	return {told, states, phases};
}

beforeEach(async () => {
	cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/lease'));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 0]);
});

afterEach(() => stop());

test('the first snapshot is whole, and changes of versions, routes and routemaps are followed', async () => {
	const {told, states} = follow({namespace: 'models'});
	await eventually(() => expect(states()).toEqual(['wisdom stable']));
	expect(told.snapshots[0]?.leases.map(({metadata}) => metadata.name)).toEqual(['kubectl-iter8']);
	for (const object of fixtures('apps/wisdom-1-ready')) cluster.put(object);
	await eventually(() => expect(states()).toEqual(['wisdom route differs']));
	await applyRoutes(cluster, 'models', 'wisdom-routemap', [1, 1]);
	await eventually(() => expect(states()).toEqual(['wisdom candidate ready']));
	for (const object of fixtures('apps/owl')) cluster.put(object);
	await eventually(() => expect(states()).toEqual(['owl route missing', 'wisdom candidate ready']));
	expect(told.troubles).toEqual([]);
});

test('what routemaps name is followed as the daemon that leads understands it, from when it leads', async () => {
	const versions = [{resources: [{gvrShort: 'model', name: 'wisdom-0'}]}];
	cluster = createMemoryCluster([
		routemapConfigMap('fox-routemap', JSON.stringify({versions})),
		...fixtures('apps/wisdom-0', 'apps/lease'),
	]);
	const {phases} = follow({namespace: 'models'});
	await eventually(() => expect(phases()).toEqual(['absent']));
	const types = {model: {resource: inferenceServices, conditions: ['Ready']}};
	const annotations = {'iter8.tools/daemon-settings': JSON.stringify({types})};
	for (const lease of fixtures('apps/lease')) cluster.put({...lease, metadata: {...lease.metadata, annotations}});
	await eventually(() => expect(phases()).toEqual(['ready']));
});

test('one app is followed alone', async () => {
	for (const object of fixtures('apps/owl')) cluster.put(object);
	const {states} = follow({namespace: 'models', app: 'wisdom'});
	await eventually(() => expect(states()).toEqual(['wisdom stable']));
	expect(cluster.calls).not.toContain('list deployments models');
});

test('all namespaces are followed with one watch for each kind', async () => {
	const {states} = follow({namespace: undefined});
	await eventually(() => expect(states()).toEqual(['wisdom stable']));
	await eventually(() =>
		expect(cluster.calls.filter(call => call.startsWith('watch')).toSorted()).toEqual([
			'watch configmaps',
			'watch configmaps',
			'watch inferenceservices',
			'watch leases',
			'watch virtualservices',
		]),
	);
});

test('a burst of changes is told at most ten times a second', async () => {
	const {told, states} = follow({namespace: 'models'});
	await eventually(() => expect(states()).toEqual(['wisdom stable']));
	const before = told.snapshots.length;
	const startedAt = performance.now();
	for (let index = 0; index < 200; index++) {
		cluster.setStatus(inferenceServices, 'models', 'wisdom-0', {index});
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}

	await eventually(() => expect(states()).toEqual(['wisdom primary loading']));
	expect(told.snapshots.length - before).toBeLessThanOrEqual(2 + (performance.now() - startedAt) / 100);
});

test('a lost connection is told once, and that it is back', async () => {
	const {told, states} = follow({namespace: 'models'});
	await eventually(() => expect(states()).toEqual(['wisdom stable']));
	cluster.setReachable(false);
	await eventually(() => expect(told.troubles).toHaveLength(1));
	expect(told.troubles[0]).toMatch(/connection/);
	cluster.setReachable(true);
	for (const object of fixtures('apps/wisdom-1-loading')) cluster.put(object);
	await eventually(() => expect(states()).toEqual(['wisdom candidate loading']));
	await eventually(() => expect(told.troubles.at(-1)).toBeUndefined());
});

test('a kind that the server lacks is named in the snapshot', async () => {
	cluster.setInstalled(inferenceServices, false);
	const {told, states} = follow({namespace: 'models'});
	await eventually(() => expect(states()).toEqual(['wisdom not deployed']));
	expect(told.snapshots.at(-1)?.missingKinds).toEqual([
		'the server has no InferenceService (serving.kserve.io/v1beta1): is KServe installed?',
	]);
});

test('leases that may be read after all, of which there are none, are hidden no longer', async () => {
	cluster.onCall = call => {
		if (call.includes('leases')) throw new ApiError(403, 'Forbidden', 'leases is forbidden');
	};
	const {told} = follow({namespace: 'models'});
	await eventually(() => expect(told.snapshots.at(-1)?.hiddenLeases).toEqual(['models', 'kube-system']));
	cluster.onCall = () => {};
	await eventually(() => expect(told.snapshots.at(-1)?.hiddenLeases).toEqual([]));
});

test('leases that may not be read hold nothing up; models that may not be read are trouble', async () => {
	cluster.onCall = call => {
		if (call.includes('leases')) throw new ApiError(403, 'Forbidden', 'leases is forbidden');
	};
	const {told, states} = follow({namespace: 'models'});
	await eventually(() => expect(states()).toEqual(['wisdom stable']));
	expect(told.troubles).toEqual([]);
	expect(told.snapshots[0]?.hiddenLeases).toEqual(['models', 'kube-system']);
	stop();
	cluster.onCall = call => {
		if (call.includes('inferenceservices')) throw new ApiError(403, 'Forbidden', 'inferenceservices is forbidden');
	};
	const forbidden = follow({namespace: 'models'});
	await eventually(() => expect(forbidden.told.troubles).toEqual(['inferenceservices is forbidden']));
	expect(forbidden.told.snapshots).toEqual([]);
});
