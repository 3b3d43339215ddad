import {expect, test} from 'vitest';
import {ApiError} from '../../source/objects/cluster.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {inferenceServices, virtualServices, type Resource} from '../../source/objects/resource.ts';
import {routeOwner} from '../../source/ownership/owner.ts';
import {ownReach} from '../../source/ownership/reach.ts';
import {reconcile, type ReconcileOptions} from '../../source/reconcile/reconcile.ts';
import {renderRoutes} from '../../source/routemap/assess/render.ts';
import {parseRoutemap, type Routemap} from '../../source/routemap/routemap.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';
import {present} from '../helpers/present.ts';

const routemap = parseRoutemap(routemapConfigMap('wisdom-routemap', canarySpec));

function run(cluster: MemoryCluster, map: Routemap = routemap, options: Partial<ReconcileOptions> = {}) {
	const peek = (resource: Resource, namespace: string, name: string) => cluster.peek(resource, namespace, name);
	return reconcile(map, {
		cluster,
		types: defaultResourceTypes,
		fieldManager: 'iter8-controller',
		holdMs: 120_000,
		now: () => new Date('2026-01-01T12:01:00Z'),
		lookup: peek,
		route: peek,
		reach: ownReach,
		claimants: () => [],
		countOf: () => 0,
		render: (known, weights) => renderRoutes(known, weights, defaultResourceTypes),
		onApplied: () => undefined,
		...options,
	});
}

test('a second run finds nothing to do', async () => {
	const cluster = createMemoryCluster([inferenceService('wisdom-0'), inferenceService('wisdom-1')]);
	expect(await run(cluster)).toMatchObject({weights: [1, 1], faults: [], lookAgainAt: undefined});
	expect(cluster.calls).toEqual([
		'patch inferenceservices models/wisdom-0',
		'patch inferenceservices models/wisdom-1',
		'apply virtualservices models/wisdom',
	]);
	await run(cluster);
	expect(cluster.calls).toHaveLength(3);
});

test('an object that is gone by the time it would be guarded does not stop the route', async () => {
	const cluster = createMemoryCluster([inferenceService('wisdom-0')]);
	const stale = inferenceService('wisdom-1');
	await run(cluster, routemap, {
		lookup: (resource, namespace, name) => (name === 'wisdom-1' ? stale : cluster.peek(resource, namespace, name)),
	});
	expect(cluster.peek(virtualServices, 'models', 'wisdom')).toBeDefined();
});

test('an object that got another finalizer since it was looked at is looked at again and guarded', async () => {
	const cluster = createMemoryCluster([inferenceService('wisdom-0', undefined, {finalizers: ['theirs']})]);
	const live = cluster.peek(inferenceServices, 'models', 'wisdom-0');
	const stale = inferenceService('wisdom-0', undefined, {uid: live?.metadata.uid ?? ''});
	await run(cluster, routemap, {lookup: (_, __, name) => (name === 'wisdom-0' ? stale : undefined)});
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-0')?.metadata.finalizers).toEqual([
		'theirs',
		'iter8.tools/finalizer',
	]);
	expect(cluster.peek(virtualServices, 'models', 'wisdom')).toBeDefined();
});

test('an object whose finalizers were others for a moment is guarded all the same', async () => {
	const cluster = createMemoryCluster([inferenceService('wisdom-0', undefined, {finalizers: ['theirs']})]);
	const become = (...finalizers: readonly string[]): void => {
		const live = present(cluster.peek(inferenceServices, 'models', 'wisdom-0'));
		cluster.put({...live, metadata: {...live.metadata, finalizers: [...finalizers]}});
	};
	let patches = 0;
	cluster.onCall = call => {
		if (call.startsWith('patch inferenceservices') && patches++ === 0) become('theirs', 'of a third');
		if (call.startsWith('get inferenceservices')) become('theirs');
	};
	await run(cluster);
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-0')?.metadata.finalizers).toEqual([
		'theirs',
		'iter8.tools/finalizer',
	]);
	expect(patches).toBe(2);
});

test('an object that another one replaced since it was looked at is not guarded, so its route is not applied', async () => {
	const cluster = createMemoryCluster([inferenceService('wisdom-0')]);
	const stale = inferenceService('wisdom-0', undefined, {uid: 'of-the-one-before'});
	await expect(
		run(cluster, routemap, {lookup: (_, __, name) => (name === 'wisdom-0' ? stale : undefined)}),
	).rejects.toMatchObject({reason: 'Invalid'});
	expect(cluster.peek(virtualServices, 'models', 'wisdom')).toBeUndefined();
});

test('an object that is being deleted gets no finalizer', async () => {
	const leaving = inferenceService('wisdom-1', undefined, {
		deletionTimestamp: '2026-01-01T12:00:00Z',
		finalizers: ['theirs'],
	});
	const cluster = createMemoryCluster([
		inferenceService('wisdom-0', undefined, {finalizers: ['iter8.tools/finalizer']}),
		leaving,
	]);
	expect(await run(cluster)).toMatchObject({weights: [1, 0]});
	expect(cluster.calls).toEqual(['apply virtualservices models/wisdom']);
});

test('when one route is refused the others are applied, and the refusal is told', async () => {
	const spec = `${canarySpec}  second:
    gvrShort: vs
    template: |
      apiVersion: networking.istio.io/v1beta1
      kind: VirtualService
      metadata: {name: second}
`;
	const cluster = createMemoryCluster([inferenceService('wisdom-0')]);
	cluster.onCall = call => {
		if (call === 'apply virtualservices models/wisdom') throw new ApiError(422, 'Invalid', 'spec.http is wrong');
	};
	await expect(run(cluster, parseRoutemap(routemapConfigMap('wisdom-routemap', spec)))).rejects.toThrow(
		'spec.http is wrong',
	);
	expect(cluster.peek(virtualServices, 'models', 'second')).toBeDefined();
});

test('the routes of a routemap that was deleted and made anew are taken over', async () => {
	const cluster = createMemoryCluster([inferenceService('wisdom-0')]);
	await run(cluster, {...routemap, uid: 'earlier-uid'});
	expect((await run(cluster)).faults).toEqual([]);
	expect(cluster.peek(virtualServices, 'models', 'wisdom')?.metadata.ownerReferences).toMatchObject([
		{name: 'wisdom-routemap', uid: routemap.uid},
	]);
});

test('the route of another routemap stays as it is, whether or not that routemap is still there', async () => {
	const cluster = createMemoryCluster([inferenceService('wisdom-0')]);
	await run(cluster, {...routemap, name: 'earlier', uid: 'earlier-uid'});
	const before = cluster.peek(virtualServices, 'models', 'wisdom');
	expect(await run(cluster)).toMatchObject({
		faults: [
			'VirtualService models/wisdom belongs to routemap earlier: it stays as it is; give the route another name',
		],
		blockers: [{object: before}],
	});
	expect(cluster.peek(virtualServices, 'models', 'wisdom')).toEqual(before);
});

test('a held state says when to look again', async () => {
	const updating = {
		url: 'http://wisdom-1',
		conditions: [{type: 'Ready', status: 'Unknown', lastTransitionTime: '2026-01-01T12:00:00Z'}],
		modelStatus: {states: {activeModelState: 'Loaded'}},
	};
	const cluster = createMemoryCluster([inferenceService('wisdom-0'), inferenceService('wisdom-1', updating)]);
	expect(await run(cluster)).toMatchObject({weights: [1, 1], lookAgainAt: new Date('2026-01-01T12:02:00Z')});
});

test('a route’s owner is a ConfigMap, also in lower case as Iter8 wrote it', () => {
	const owners = [
		{apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', uid: '1'},
		{apiVersion: 'v1', kind: 'configmap', name: 'b', uid: '2'},
	];
	const route = inferenceService('wisdom');
	expect(routeOwner({...route, metadata: {...route.metadata, ownerReferences: owners}})?.name).toBe('b');
	expect(routeOwner(route)).toBeUndefined();
});
