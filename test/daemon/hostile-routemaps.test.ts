import {expect, test} from 'vitest';
import {ApiError} from '../../source/objects/cluster.ts';
import type {KubeObject, ObjectMeta} from '../../source/objects/object.ts';
import {configMaps, deployments, inferenceServices, virtualServices} from '../../source/objects/resource.ts';
import {ownReach} from '../../source/ownership/reach.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {startDaemon} from '../helpers/daemon.ts';
import {eventually} from '../helpers/eventually.ts';
import {createMemoryCluster} from '../helpers/memory-cluster.ts';

function route(name: string, hosts: readonly string[], metadata: Partial<ObjectMeta> = {}): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name, namespace: 'models', ...metadata},
		spec: {hosts, gateways: ['istio-system/entry'], http: [{route: [{destination: {host: 'payments'}}]}]},
	};
}

/** A routemap that renders one object, whatever the versions do. */
function rendering(gvrShort: string, object: unknown, metadata: Partial<ObjectMeta> = {}): KubeObject {
	const strSpec = JSON.stringify({
		versions: [{resources: [{gvrShort: 'isvc', name: 'nothing-0'}]}],
		routingTemplates: {it: {gvrShort, template: JSON.stringify(object)}},
	});
	return routemapConfigMap('greedy', strSpec, metadata);
}

const primaryDown = 'the primary nothing-0 cannot take requests: InferenceService nothing-0 does not exist';

test('an InferenceService and a VirtualService of others stay as they are, and stay when the routemap goes', async () => {
	const model = inferenceService('fraud-0');
	const victims = createMemoryCluster([model, route('payments', ['payments.example.com'])]);
	const before = [
		victims.peek(inferenceServices, 'models', 'fraud-0'),
		victims.peek(virtualServices, 'models', 'payments'),
	];
	const strSpec = JSON.stringify({
		versions: [{resources: [{gvrShort: 'isvc', name: 'nothing-0'}]}],
		routingTemplates: {
			isvc: {gvrShort: 'isvc', template: JSON.stringify({...model, spec: {predictor: {containers: []}}})},
			vs: {gvrShort: 'vs', template: JSON.stringify(route('payments', ['payments.example.com']))},
		},
	});
	victims.put(routemapConfigMap('greedy', strSpec));
	const {events} = await startDaemon(victims);
	await eventually(() =>
		expect(events).toEqual([
			`greedy: RoutemapFault: routing template isvc: renders inferenceservices.serving.kserve.io, but a routemap renders VirtualServices and HTTPRoutes only, unless the daemon is started with --allow-kinds isvc; VirtualService models/payments was not made for this routemap: it stays as it is; give the route another name; ${primaryDown}`,
		]),
	);
	await victims.delete(configMaps, 'models', 'greedy');
	await eventually(() => expect(victims.peek(configMaps, 'models', 'greedy')).toBeUndefined());
	expect([
		victims.peek(inferenceServices, 'models', 'fraud-0'),
		victims.peek(virtualServices, 'models', 'payments'),
	]).toEqual(before);
	expect(victims.calls.filter(call => /^(apply|patch|create)/.test(call))).toEqual([]);
});

test("KServe's own route of a model is not overwritten; when it goes, the routemap's takes its place", async () => {
	const owner = {apiVersion: 'serving.kserve.io/v1beta1', kind: 'InferenceService', name: 'churn', uid: 'uid-churn'};
	const cluster = createMemoryCluster([
		inferenceService('churn', undefined, {uid: 'uid-churn', labels: {}}),
		route('churn', ['churn.models'], {ownerReferences: [owner]}),
		rendering('vs', route('churn', ['churn.models'])),
	]);
	const {events} = await startDaemon(cluster);
	await eventually(() =>
		expect(events).toEqual([
			`greedy: RoutemapFault: VirtualService models/churn belongs to InferenceService churn: it stays as it is; give the route another name; ${primaryDown}`,
		]),
	);
	await cluster.delete(virtualServices, 'models', 'churn');
	await eventually(() =>
		expect(cluster.peek(virtualServices, 'models', 'churn')?.metadata.ownerReferences).toMatchObject([
			{name: 'greedy'},
		]),
	);
});

test('a host that a route of others has at the same gateway is not claimed until that route is gone', async () => {
	const cluster = createMemoryCluster([
		route('payments', ['payments.example.com'], {namespace: 'team-c'}),
		rendering('vs', route('thief', ['payments.example.com'])),
	]);
	const {events} = await startDaemon(cluster);
	await eventually(() =>
		expect(events).toEqual([
			`greedy: RoutemapFault: VirtualService models/thief is not applied, since VirtualService team-c/payments has the host payments.example.com already: give the app another name, or have that route removed; ${primaryDown}`,
		]),
	);
	expect(cluster.peek(virtualServices, 'models', 'thief')).toBeUndefined();
	await cluster.delete(virtualServices, 'team-c', 'payments');
	await eventually(() => expect(cluster.peek(virtualServices, 'models', 'thief')).toBeDefined());
});

test('a route that somebody else makes first is left to him, though the daemon had not seen it yet', async () => {
	const cluster = createMemoryCluster([rendering('vs', route('payments', ['payments.models']))]);
	cluster.onCall = call => {
		if (call !== 'apply virtualservices models/payments') return;
		cluster.onCall = undefined;
		cluster.put(route('payments', ['somewhere.else']));
	};
	const {events} = await startDaemon(cluster);
	await eventually(() =>
		expect(events.join()).toContain('VirtualService models/payments was not made for this routemap'),
	);
	expect(cluster.peek(virtualServices, 'models', 'payments')).toMatchObject({
		metadata: {resourceVersion: expect.any(String) as string},
		spec: {hosts: ['somewhere.else']},
	});
	expect(cluster.peek(virtualServices, 'models', 'payments')?.metadata.ownerReferences).toBeUndefined();
});

test('an object of another namespace gets no finalizer, its readiness is not told, and it goes when it is deleted', async () => {
	const strSpec = `
versions: [{resources: [{gvrShort: isvc, name: victim-0, namespace: team-b}]}]
routingTemplates: {x: {gvrShort: vs, template: '{{ .NoSuchField }}'}}
`;
	const cluster = createMemoryCluster([
		routemapConfigMap('greedy', strSpec),
		inferenceService(
			'victim-0',
			{conditions: [{type: 'Ready', status: 'False', reason: 'Secret'}]},
			{namespace: 'team-b'},
		),
	]);
	const {events} = await startDaemon(cluster);
	await eventually(() => expect(events).toHaveLength(1));
	expect(events[0]).toContain(
		'versions[0].resources[0] is isvc victim-0 of namespace team-b, and a routemap reaches its own',
	);
	expect(events[0]).toContain('InferenceService victim-0 does not exist');
	expect(cluster.peek(inferenceServices, 'team-b', 'victim-0')?.metadata.finalizers).toBeUndefined();
	await cluster.delete(inferenceServices, 'team-b', 'victim-0');
	expect(cluster.peek(inferenceServices, 'team-b', 'victim-0')).toBeUndefined();
});

test('a routemap of another namespace does not hold the deletion of what has our finalizer for its own', async () => {
	const own = canarySpec.replaceAll('namespace: models', 'namespace: team-b').replace('wisdom.models', 'wisdom.team-b');
	const strSpec = `
versions: [{resources: [{gvrShort: isvc, name: wisdom-1, namespace: team-b}]}]
routingTemplates: {x: {gvrShort: vs, template: '{{ .NoSuchField }}'}}
`;
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', own, {namespace: 'team-b'}),
		routemapConfigMap('greedy', strSpec),
		...['wisdom-0', 'wisdom-1'].map(name => inferenceService(name, undefined, {namespace: 'team-b'})),
	]);
	await startDaemon(cluster);
	const candidate = () => cluster.peek(inferenceServices, 'team-b', 'wisdom-1');
	await eventually(() => expect(candidate()?.metadata.finalizers).toEqual(['iter8.tools/finalizer']));
	await cluster.delete(inferenceServices, 'team-b', 'wisdom-1');
	await eventually(() => expect(candidate()).toBeUndefined());
});

test('an object of another namespace that consents is guarded and serves', async () => {
	const spec = canarySpec.replace('name: wisdom-1, namespace: models', 'name: wisdom-1, namespace: team-b');
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', spec),
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1', undefined, {namespace: 'team-b'}),
	]);
	const {events} = await startDaemon(cluster);
	await eventually(() => expect(events.join()).toContain('everything → wisdom-0'));
	await cluster.patch(inferenceServices, 'team-b', 'wisdom-1', [
		{op: 'add', path: '/metadata/annotations', value: {'iter8.tools/routemap-namespaces': 'models'}},
	]);
	await eventually(() => expect(events.at(-1)).toContain('traffic: test → wisdom-1'));
	expect(cluster.peek(inferenceServices, 'team-b', 'wisdom-1')?.metadata.finalizers).toEqual(['iter8.tools/finalizer']);
});

test('a template that always fails holds a deletion until its deadline, and an event tells', async () => {
	const cluster = createMemoryCluster(
		[routemapConfigMap('wisdom-routemap', canarySpec), inferenceService('wisdom-0'), inferenceService('wisdom-1')],
		{now: () => new Date('2026-01-01T12:00:00Z')},
	);
	const {events} = await startDaemon(cluster, {deadlineMs: 300, now: () => new Date('2026-01-01T12:00:00Z')});
	const candidate = () => cluster.peek(inferenceServices, 'models', 'wisdom-1');
	await eventually(() => expect(candidate()?.metadata.finalizers).toEqual(['iter8.tools/finalizer']));
	await cluster.patch(configMaps, 'models', 'wisdom-routemap', [
		{
			op: 'replace',
			path: '/data/strSpec',
			value: canarySpec.replace('{{- if gt', '{{- if .NoSuch }}{{ end }}{{- if gt'),
		},
	]);
	await eventually(() => expect(events.at(-1)).toContain('NoSuch'));
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	expect(candidate()).toBeDefined();
	cluster.onCall = call => {
		if (call.startsWith('apply')) throw new ApiError(403, 'Forbidden', 'no');
	};
	await startDaemon(cluster, {deadlineMs: 300, now: () => new Date('2026-01-01T12:06:00Z')});
	await eventually(() => expect(candidate()).toBeUndefined());
});

test('a routemap that renders routemaps makes none', async () => {
	const bomb = (name: string): unknown => ({
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name, labels: {'iter8.tools/kind': 'routemap'}},
	});
	const cluster = createMemoryCluster([rendering('cm', bomb('bomb'))]);
	const {events} = await startDaemon(cluster, {reach: {...ownReach, kinds: ['cm']}});
	await eventually(() => expect(events).toHaveLength(1));
	expect(events[0]).toContain('ConfigMap models/bomb says metadata.labels iter8.tools/kind');
	expect(cluster.peek(configMaps, 'models', 'bomb')).toBeUndefined();
});

test("objects without the watch label are nobody's versions and get no finalizer", async () => {
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', canarySpec),
		inferenceService('wisdom-0', undefined, {labels: {}}),
	]);
	const {events} = await startDaemon(cluster);
	await eventually(() => expect(events.length).toBeGreaterThan(0));
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-0')?.metadata.finalizers).toBeUndefined();
	expect(cluster.peek(deployments, 'models', 'wisdom-0')).toBeUndefined();
});

test('a routemap that renames its route again and again leaves so many behind, and no more', async () => {
	const named = (index: number): KubeObject => rendering('vs', route(`route-${index}`, ['shop.models']));
	const cluster = createMemoryCluster([named(0)]);
	const {events} = await startDaemon(cluster);
	const made = async (): Promise<number> => (await cluster.list(virtualServices, 'models')).items.length;
	for (let index = 1; index <= 64; index++) {
		await eventually(() => expect(cluster.peek(virtualServices, 'models', `route-${index - 1}`)).toBeDefined());
		cluster.put(named(index));
	}

	await eventually(() =>
		expect(events.at(-1)).toBe(
			`greedy: RoutemapFault: VirtualService models/route-64 is not created, as the routemap has 64 routes already: delete those that it no longer renders; ${primaryDown}`,
		),
	);
	expect(await made()).toBe(64);
	await cluster.delete(virtualServices, 'models', 'route-0');
	await eventually(() => expect(cluster.peek(virtualServices, 'models', 'route-64')).toBeDefined());
});
