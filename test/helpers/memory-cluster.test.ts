import {expect, test} from 'vitest';
import {configMaps, inferenceServices, virtualServices} from '../../source/objects/resource.ts';
import {isInForce} from '../../source/routemap/assess/route-difference.ts';
import {createMemoryCluster} from './memory-cluster.ts';

const route = {
	apiVersion: 'networking.istio.io/v1beta1',
	kind: 'VirtualService',
	metadata: {
		name: 'wisdom',
		namespace: 'models',
		ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: 'wisdom-routemap', uid: 'uid-1'}],
	},
	spec: {hosts: ['wisdom.models'], http: [{name: 'wisdom-0'}]},
};
const routemap = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'wisdom-routemap', namespace: 'models'}};
const model = {
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {name: 'wisdom-0', namespace: 'models', labels: {app: 'wisdom'}, finalizers: ['iter8.tools/finalizer']},
	spec: {predictor: {model: {storageUri: 'gs://one'}}},
};

test('an applied route is in force until someone else writes its rules', async () => {
	const cluster = createMemoryCluster([routemap]);
	await cluster.apply(virtualServices, route, {fieldManager: 'iter8-controller', force: true});
	const live = await cluster.get(virtualServices, 'models', 'wisdom');
	expect(isInForce(route, live, 'iter8-controller')).toBe(true);

	const {resourceVersion} = live.metadata;
	const again = await cluster.apply(virtualServices, route, {fieldManager: 'iter8-controller', force: true});
	expect(again.metadata.resourceVersion).toBe(resourceVersion);

	const path = '/spec/http/0/name';
	await cluster.patch(virtualServices, 'models', 'wisdom', [{op: 'replace', path, value: 'mine'}]);
	await cluster.patch(virtualServices, 'models', 'wisdom', [{op: 'replace', path, value: 'wisdom-0'}]);
	const edited = await cluster.get(virtualServices, 'models', 'wisdom');
	expect(edited['spec']).toEqual(route.spec);
	expect(isInForce(route, edited, 'iter8-controller')).toBe(false);

	await cluster.apply(virtualServices, route, {fieldManager: 'iter8-controller', force: true});
	expect(isInForce(route, await cluster.get(virtualServices, 'models', 'wisdom'), 'iter8-controller')).toBe(true);
});

test('an apply leaves out what it no longer names, and conflicts with what another manager applied', async () => {
	const cluster = createMemoryCluster();
	await cluster.apply(virtualServices, route, {fieldManager: 'one'});
	const renamed = {...route, spec: {...route.spec, http: [{name: 'other'}]}};
	await expect(cluster.apply(virtualServices, renamed, {fieldManager: 'two'})).rejects.toMatchObject({
		reason: 'Conflict',
	});
	const {spec: _, ...bare} = route;
	expect((await cluster.apply(virtualServices, bare, {fieldManager: 'one'}))['spec']).toBeUndefined();
});

test('an object with a finalizer goes when the finalizer does, and takes along what it owns', async () => {
	const owned = {
		...routemap,
		metadata: {...routemap.metadata, ownerReferences: [{apiVersion: 'v1', kind: 'X', name: 'x', uid: 'm'}]},
	};
	const cluster = createMemoryCluster([{...model, metadata: {...model.metadata, uid: 'm'}}, owned]);
	await cluster.delete(inferenceServices, 'models', 'wisdom-0');
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-0')?.metadata.deletionTimestamp).toBe(
		'2026-01-01T12:00:00Z',
	);
	await cluster.patch(inferenceServices, 'models', 'wisdom-0', [{op: 'remove', path: '/metadata/finalizers/0'}]);
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-0')).toBeUndefined();
	expect(cluster.peek(configMaps, 'models', 'wisdom-routemap')).toBeUndefined();
});

test('a changed spec is a new generation, a write never changes the status, and a stale replace is a conflict', async () => {
	const cluster = createMemoryCluster([model]);
	cluster.setStatus(inferenceServices, 'models', 'wisdom-0', {url: 'http://x'});
	const live = await cluster.get(inferenceServices, 'models', 'wisdom-0');
	const next = {...live, spec: {predictor: {}}, status: {}};
	const replaced = await cluster.replace(inferenceServices, next, {fieldManager: 'kubectl-iter8'});
	expect(replaced).toMatchObject({metadata: {generation: 2}, spec: {predictor: {}}, status: {url: 'http://x'}});
	await expect(cluster.replace(inferenceServices, next)).rejects.toMatchObject({reason: 'Conflict'});
});

test('a watch with a selector replays from a version on and tells of objects that begin and cease to match', async () => {
	const cluster = createMemoryCluster();
	const {resourceVersion} = await cluster.list(inferenceServices, 'models');
	cluster.put(model);
	cluster.put({...model, metadata: {...model.metadata, labels: {app: 'other'}}});
	const watch = cluster.watch(inferenceServices, 'models', {resourceVersion, labelSelector: 'app in (wisdom)'});
	const events: string[] = [];
	for await (const {type, object} of watch) {
		events.push(`${type} ${object.metadata.name}`);
		if (type === 'DELETED') break;
	}

	expect(events).toEqual(['ADDED wisdom-0', 'DELETED wisdom-0']);
	cluster.compact();
	const late = cluster.watch(inferenceServices, 'models', {resourceVersion});
	await expect(late[Symbol.asyncIterator]().next()).rejects.toMatchObject({reason: 'Expired'});
});

test('the data of an immutable ConfigMap cannot be changed', async () => {
	const cluster = createMemoryCluster([{...routemap, immutable: true, data: {strSpec: 'a'}}]);
	const operations = [{op: 'replace', path: '/data/strSpec', value: 'b'}] as const;
	await expect(cluster.patch(configMaps, 'models', 'wisdom-routemap', operations)).rejects.toMatchObject({
		reason: 'Invalid',
	});
});
