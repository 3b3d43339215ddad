import {expect, test} from 'vitest';
import {ApiError} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {configMaps, httpRoutes, inferenceServices, virtualServices} from '../../source/objects/resource.ts';
import {ownReach} from '../../source/ownership/reach.ts';
import {blueGreenSpec, canarySpec, inferenceService, routemapConfigMap, weightConfig} from '../helpers/app-objects.ts';
import {startDaemon} from '../helpers/daemon.ts';
import {eventually} from '../helpers/eventually.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';

const finalizer = 'iter8.tools/finalizer';
const notReady = {conditions: [{type: 'Ready', status: 'False', reason: 'Loading'}]};
const canary = routemapConfigMap('wisdom-routemap', canarySpec);

/** What the live route does, as app-version or weight of each destination, rule by rule; undefined without a route. */
function routing(cluster: MemoryCluster, name = 'wisdom'): unknown {
	const spec = cluster.peek(virtualServices, 'models', name)?.['spec'] as {http: Rule[]} | undefined;
	return spec?.http.map(
		({name: rule, route}) => rule ?? route.map(({destination, weight}) => `${destination.host} ${weight}`),
	);
}

interface Rule {
	readonly name?: string;
	readonly route: readonly {readonly destination: {readonly host: string}; readonly weight: number}[];
}

function finalizersOf(cluster: MemoryCluster, name: string): readonly string[] | undefined {
	return cluster.peek(inferenceServices, 'models', name)?.metadata.finalizers;
}

function writes(cluster: MemoryCluster, verb = 'apply'): number {
	return cluster.calls.filter(call => call.startsWith(`${verb} `)).length;
}

async function routed(cluster: MemoryCluster, expected: unknown, name = 'wisdom'): Promise<void> {
	await eventually(() => expect(routing(cluster, name)).toEqual(expected));
}

test('a candidate gets its route when it becomes ready and loses it when it is not', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	const {lines, events} = await startDaemon(cluster);
	await routed(cluster, ['primary']);

	cluster.put(inferenceService('wisdom-1', notReady));
	await eventually(() => expect(finalizersOf(cluster, 'wisdom-1')).toEqual([finalizer]));
	expect(routing(cluster)).toEqual(['primary']);

	cluster.setStatus(inferenceServices, 'models', 'wisdom-1', {conditions: [{type: 'Ready', status: 'True'}]});
	await routed(cluster, ['candidate', 'primary']);

	cluster.setStatus(inferenceServices, 'models', 'wisdom-1', notReady);
	await routed(cluster, ['primary']);
	expect(writes(cluster)).toBe(3);
	expect(events).toEqual([
		'wisdom-routemap: RouteApplied: virtualservice.networking.istio.io/wisdom: everything → wisdom-0',
		'wisdom-routemap: RouteApplied: virtualservice.networking.istio.io/wisdom: traffic: test → wisdom-1; everything else → wisdom-0',
		'wisdom-routemap: RouteApplied: virtualservice.networking.istio.io/wisdom: everything → wisdom-0',
	]);
	expect(lines.filter(([level]) => level === 'warn')).toEqual([]);
});

test('a Deployment keeps its requests while its controller has not seen its new spec: its old pods answer them', async () => {
	const deployment = (name: string, generation: number): KubeObject => ({
		...inferenceService(name, {observedGeneration: 1, availableReplicas: 1, conditions: [available]}, {generation}),
		apiVersion: 'apps/v1',
		kind: 'Deployment',
	});
	const available = {type: 'Available', status: 'True'};
	const weights = ['wisdom-0', 'wisdom-1'].map(name => weightConfig(`${name}-weight-config`, '50'));
	const versions = ['wisdom-0', 'wisdom-1'].map(name => deployment(name, 1));
	const routemap = routemapConfigMap('wisdom-routemap', blueGreenSpec.replaceAll('isvc', 'deploy'));
	const cluster = createMemoryCluster([routemap, ...weights, ...versions]);
	await startDaemon(cluster);
	await routed(cluster, [['wisdom-0-predictor 50', 'wisdom-1-predictor 50']]);

	cluster.put(deployment('wisdom-0', 2));
	cluster.put(weightConfig('wisdom-1-weight-config', '20'));
	await routed(cluster, [['wisdom-0-predictor 50', 'wisdom-1-predictor 20']]);
	expect(writes(cluster)).toBe(2);
});

test('an object has the finalizer before a route names it', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0'), inferenceService('wisdom-1')]);
	cluster.onCall = call => {
		if (call !== 'apply virtualservices models/wisdom') return;
		expect([finalizersOf(cluster, 'wisdom-0'), finalizersOf(cluster, 'wisdom-1')]).toEqual([[finalizer], [finalizer]]);
	};
	await startDaemon(cluster);
	await routed(cluster, ['candidate', 'primary']);
});

test('without the finalizer on a version that it would name, no route is applied', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0'), inferenceService('wisdom-1')]);
	let refusals = 0;
	cluster.onCall = call => {
		if (call !== 'patch inferenceservices models/wisdom-1' || refusals >= 2) return;
		refusals++;
		throw new ApiError(500, 'InternalError', 'etcd is away');
	};
	const {lines} = await startDaemon(cluster);
	await routed(cluster, ['candidate', 'primary']);
	expect(writes(cluster)).toBe(1);
	expect(lines).toContainEqual([
		'warn',
		'reconcile failed',
		{routemap: 'models/wisdom-routemap', error: 'ApiError: etcd is away', retryMs: 20},
	]);
});

test('a finalizer that cannot be put on a version that is down does not keep traffic from moving away', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0'), inferenceService('wisdom-1')]);
	await startDaemon(cluster);
	await routed(cluster, ['candidate', 'primary']);
	cluster.onCall = call => {
		if (call.startsWith('patch')) throw new ApiError(403, 'Forbidden', 'no');
	};
	cluster.put(inferenceService('wisdom-1', notReady, {finalizers: []}));
	await routed(cluster, ['primary']);
});

test('weights follow the annotation on a ConfigMap that comes last', async () => {
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', blueGreenSpec),
		...['wisdom-0', 'wisdom-1'].map(name => inferenceService(name)),
		weightConfig('wisdom-0-weight-config', '70'),
		weightConfig('wisdom-1-weight-config', '30'),
	]);
	await startDaemon(cluster);
	await routed(cluster, [['wisdom-0-predictor 70', 'wisdom-1-predictor 30']]);
	cluster.put(weightConfig('wisdom-1-weight-config', '0'));
	await routed(cluster, [['wisdom-0-predictor 70']]);
	cluster.setStatus(inferenceServices, 'models', 'wisdom-0', notReady);
	await routed(cluster, [['wisdom-1-predictor 1']]);
});

test('an HTTPRoute is applied as well', async () => {
	const spec = `
versions: [{resources: [{gvrShort: svc, name: wisdom-0}]}]
routingTemplates:
  route:
    gvrShort: httproute
    template: |
      apiVersion: gateway.networking.k8s.io/v1
      kind: HTTPRoute
      metadata: {name: wisdom}
      spec:
        parentRefs: [{name: gateway}]
        rules: [{backendRefs: [{name: wisdom-0, port: 80, weight: {{ index .Weights 0 }}}]}]
`;
	const cluster = createMemoryCluster([routemapConfigMap('wisdom-routemap', spec)]);
	await startDaemon(cluster);
	await eventually(() =>
		expect(cluster.peek(httpRoutes, 'models', 'wisdom')?.['spec']).toEqual({
			parentRefs: [{name: 'gateway'}],
			rules: [{backendRefs: [{name: 'wisdom-0', port: 80, weight: 1}]}],
		}),
	);
});

test('a Ready that turned Unknown is held until its time is up, then acted upon without any change', async () => {
	const updating = {
		url: 'http://wisdom-1',
		conditions: [{type: 'Ready', status: 'Unknown', lastTransitionTime: '2026-01-01T12:00:00Z'}],
		modelStatus: {states: {activeModelState: 'Loaded'}},
	};
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0'), inferenceService('wisdom-1', updating)]);
	let now = '2026-01-01T12:01:59.980Z';
	await startDaemon(cluster, {now: () => new Date(now)});
	await routed(cluster, ['candidate', 'primary']);
	now = '2026-01-01T12:02:00Z';
	await routed(cluster, ['primary']);
});

const edits: readonly [string, (cluster: MemoryCluster) => Promise<unknown>][] = [
	[
		'replaces a rule',
		cluster =>
			cluster.patch(virtualServices, 'models', 'wisdom', [{op: 'replace', path: '/spec/http/0/name', value: 'mine'}]),
	],
	[
		'adds a field to a rule',
		cluster =>
			cluster.patch(virtualServices, 'models', 'wisdom', [
				{op: 'add', path: '/spec/http/0/mirror', value: {host: 'mine'}},
			]),
	],
	[
		'removes the owner',
		cluster => cluster.patch(virtualServices, 'models', 'wisdom', [{op: 'remove', path: '/metadata/ownerReferences'}]),
	],
	['deletes the route', cluster => cluster.delete(virtualServices, 'models', 'wisdom')],
];

test.each(edits)('the route is repaired when someone %s', async (_, edit) => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	await startDaemon(cluster);
	await routed(cluster, ['primary']);
	const before = cluster.peek(virtualServices, 'models', 'wisdom');
	await edit(cluster);
	await eventually(() => {
		const live = cluster.peek(virtualServices, 'models', 'wisdom');
		expect(live?.['spec']).toEqual(before?.['spec']);
		expect(live?.metadata.ownerReferences).toEqual(before?.metadata.ownerReferences);
	});
	expect(writes(cluster)).toBe(2);
});

test('what others add beside our fields stays, and costs no write', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	await startDaemon(cluster);
	await routed(cluster, ['primary']);
	await cluster.patch(virtualServices, 'models', 'wisdom', [{op: 'add', path: '/spec/exportTo', value: ['.']}]);
	cluster.put(inferenceService('wisdom-1'));
	await routed(cluster, ['candidate', 'primary']);
	expect(cluster.peek(virtualServices, 'models', 'wisdom')?.['spec']).toMatchObject({exportTo: ['.']});
	expect(writes(cluster)).toBe(2);
});

test('a finalizer that something strips is put back', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	await startDaemon(cluster);
	await eventually(() => expect(finalizersOf(cluster, 'wisdom-0')).toEqual([finalizer]));
	await cluster.replace(inferenceServices, inferenceService('wisdom-0', undefined, {finalizers: ['theirs']}));
	await eventually(() => expect(finalizersOf(cluster, 'wisdom-0')).toEqual(['theirs', finalizer]));
});

test('a change that renders the same route writes nothing', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	await startDaemon(cluster);
	await routed(cluster, ['primary']);
	await cluster.patch(inferenceServices, 'models', 'wisdom-0', [
		{op: 'add', path: '/metadata/annotations', value: {note: 'x'}},
	]);
	await cluster.patch(configMaps, 'models', 'wisdom-routemap', [
		{op: 'add', path: '/metadata/annotations', value: {note: 'x'}},
	]);
	cluster.put(inferenceService('wisdom-1'));
	await routed(cluster, ['candidate', 'primary']);
	expect(writes(cluster)).toBe(2);
});

test('a reconcile that comes before the informer knows of our own write does not write again', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0'), inferenceService('wisdom-1', notReady)]);
	const watch = cluster.watch.bind(cluster);
	cluster.watch = async function* (resource, ...rest) {
		if (resource.kind === 'VirtualService') return;
		yield* watch(resource, ...rest);
	};
	await startDaemon(cluster);
	await routed(cluster, ['primary']);
	cluster.put(inferenceService('wisdom-1'));
	await routed(cluster, ['candidate', 'primary']);
	cluster.put(inferenceService('wisdom-1', undefined, {annotations: {note: 'x'}}));
	cluster.setStatus(inferenceServices, 'models', 'wisdom-1', notReady);
	await routed(cluster, ['primary']);
	expect(writes(cluster)).toBe(3);
});

test('a routemap that stops parsing keeps its last good spec in force, and says so', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	const {events} = await startDaemon(cluster);
	await routed(cluster, ['primary']);
	await cluster.patch(configMaps, 'models', 'wisdom-routemap', [
		{op: 'replace', path: '/data/strSpec', value: 'versions: []'},
	]);
	cluster.put(inferenceService('wisdom-1'));
	await routed(cluster, ['candidate', 'primary']);
	expect(events).toContain('wisdom-routemap: RoutemapFault: versions is empty: a routemap needs at least one version');
});

test('a routemap that never parsed, or whose templates do not, stops no other', async () => {
	const bad = routemapConfigMap('bad', 'versions: [');
	const worse = routemapConfigMap('worse', canarySpec.replace('{{- end }}', '').replaceAll('wisdom', 'worse'));
	const cluster = createMemoryCluster([bad, worse, canary, inferenceService('wisdom-0')]);
	const {events} = await startDaemon(cluster);
	await routed(cluster, ['primary']);
	await eventually(() => expect(events.filter(event => event.includes('RoutemapFault'))).toHaveLength(2));
	expect(events.find(event => event.startsWith('bad'))).toMatch(
		'bad: RoutemapFault: data.strSpec is no valid YAML: line 1',
	);
	expect(events.find(event => event.startsWith('worse'))).toMatch('worse: RoutemapFault: routing template canary: ');
});

test('a fault in one template of a routemap does not stop its others', async () => {
	const spec = canarySpec.replace(
		'routingTemplates:',
		'routingTemplates:\n  bad: {gvrShort: vs, template: "{{ .Nobody }}"}',
	);
	const cluster = createMemoryCluster([routemapConfigMap('wisdom-routemap', spec), inferenceService('wisdom-0')]);
	const {events} = await startDaemon(cluster);
	await routed(cluster, ['primary']);
	await eventually(() => expect(events.at(-1)).toMatch('wisdom-routemap: RoutemapFault: routing template bad: '));
});

test('a primary that is down is told on the routemap', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0', notReady)]);
	const {events} = await startDaemon(cluster);
	await eventually(() =>
		expect(events).toContain(
			'wisdom-routemap: RoutemapFault: the primary wisdom-0 cannot take requests: InferenceService wisdom-0 is not Ready: Loading',
		),
	);
});

test('the route of another routemap is left alone, also when that one does not parse', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	const {events} = await startDaemon(cluster);
	await routed(cluster, ['primary']);
	const [before] = [cluster.peek(virtualServices, 'models', 'wisdom')];
	cluster.put(routemapConfigMap('thief', canarySpec.replaceAll('gateway', 'mine')));
	await eventually(() =>
		expect(events).toContain(
			'thief: RoutemapFault: VirtualService models/wisdom belongs to routemap wisdom-routemap: it stays as it is; give the route another name',
		),
	);
	expect(cluster.peek(virtualServices, 'models', 'wisdom')).toEqual(before);
});

test('a broken routemap keeps its route also from a daemon that never knew it better', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	const first = await startDaemon(cluster);
	await routed(cluster, ['primary']);
	await first.stop();
	await cluster.patch(configMaps, 'models', 'wisdom-routemap', [
		{op: 'replace', path: '/data/strSpec', value: 'broken'},
	]);
	cluster.put(routemapConfigMap('thief', canarySpec.replaceAll('gateway', 'mine')));
	const {events} = await startDaemon(cluster);
	await eventually(() =>
		expect(events.join('\n')).toMatch('thief: RoutemapFault: VirtualService models/wisdom belongs to'),
	);
	expect(writes(cluster)).toBe(1);
});

test('a template that renders into another namespace is refused', async () => {
	const spec = canarySpec.replace('name: wisdom\n', 'name: wisdom\n        namespace: kube-system\n');
	const cluster = createMemoryCluster([routemapConfigMap('wisdom-routemap', spec), inferenceService('wisdom-0')]);
	const {events} = await startDaemon(cluster);
	await eventually(() => expect(events.at(-1)).toMatch('renders VirtualService wisdom in namespace "kube-system"'));
	expect(writes(cluster)).toBe(0);
});

test('an object that two routemaps name moves the routes of both', async () => {
	const other = routemapConfigMap('other-routemap', canarySpec.replace('name: wisdom\n', 'name: other\n'));
	const cluster = createMemoryCluster([canary, other, inferenceService('wisdom-0')]);
	const {lines} = await startDaemon(cluster);
	await routed(cluster, ['primary']);
	cluster.put(inferenceService('wisdom-1'));
	await routed(cluster, ['candidate', 'primary']);
	await routed(cluster, ['candidate', 'primary'], 'other');
	expect(lines.filter(([level]) => level === 'warn')).toEqual([]);
});

test('a routemap that is replaced by delete and create has its route again, under the new owner', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	await startDaemon(cluster);
	await routed(cluster, ['primary']);
	await cluster.delete(configMaps, 'models', 'wisdom-routemap');
	const {metadata} = await cluster.create(configMaps, routemapConfigMap('wisdom-routemap', canarySpec));
	await eventually(() =>
		expect(cluster.peek(virtualServices, 'models', 'wisdom')?.metadata.ownerReferences).toMatchObject([
			{uid: metadata.uid},
		]),
	);
	await eventually(() => expect(finalizersOf(cluster, 'wisdom-0')).toEqual([finalizer]));
});

test('a daemon that does not lead writes nothing, and writes at once when it does', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	const daemon = await startDaemon(cluster, {}, false);
	await eventually(() => expect(cluster.calls).toContain('watch virtualservices'));
	const lists = writes(cluster, 'list');
	expect(writes(cluster) + writes(cluster, 'patch')).toBe(0);

	const term = new AbortController();
	const ended = daemon.lead(term.signal);
	await routed(cluster, ['primary']);
	expect(writes(cluster, 'list')).toBe(lists);

	term.abort();
	await ended;
	const {length} = cluster.calls;
	cluster.put(inferenceService('wisdom-1'));
	await startDaemon(cluster);
	await routed(cluster, ['candidate', 'primary']);
	expect(cluster.calls.slice(length).filter(call => call.startsWith('apply'))).toHaveLength(1);
});

test('leading ends only when the write under way is done', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	const {promise: answered, resolve: answer} = Promise.withResolvers<void>();
	cluster.onCall = call => (call.startsWith('apply') ? answered : undefined);
	const daemon = await startDaemon(cluster, {}, false);
	const term = new AbortController();
	let hasEnded = false;
	const ended = daemon.lead(term.signal).then(() => (hasEnded = true));
	await eventually(() => expect(writes(cluster)).toBe(1));
	term.abort();
	await eventually(() => expect(term.signal.aborted).toBe(true));
	expect(hasEnded).toBe(false);
	answer();
	await ended;
	expect(routing(cluster)).toEqual(['primary']);
});

test('a daemon of one namespace says which objects it cannot see', async () => {
	const spec = canarySpec.replace('name: wisdom-1, namespace: models', 'name: wisdom-1, namespace: elsewhere');
	const cluster = createMemoryCluster([routemapConfigMap('wisdom-routemap', spec), inferenceService('wisdom-0')]);
	const {events} = await startDaemon(cluster, {
		namespace: 'models',
		reach: {...ownReach, namespaces: ['elsewhere']},
	});
	await eventually(() =>
		expect(events).toContain(
			'wisdom-routemap: RoutemapFault: isvc wisdom-1 is in namespace elsewhere, but this daemon watches models only',
		),
	);
});

test('names count with their namespace', async () => {
	const elsewhere: KubeObject = inferenceService('wisdom-1', undefined, {namespace: 'elsewhere'});
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0'), elsewhere]);
	await startDaemon(cluster);
	await routed(cluster, ['primary']);
	expect(cluster.peek(inferenceServices, 'elsewhere', 'wisdom-1')?.metadata.finalizers).toBeUndefined();
});

test('an object that loses its watch label loses our finalizer too, so that nothing blocks its deletion', async () => {
	const cluster = createMemoryCluster([
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1'),
		routemapConfigMap('wisdom-routemap', canarySpec),
	]);
	await startDaemon(cluster);
	const finalizers = (): readonly string[] =>
		cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers ?? [];
	await eventually(() => expect(finalizers()).toEqual(['iter8.tools/finalizer']));
	await cluster.patch(inferenceServices, 'models', 'wisdom-1', [
		{op: 'remove', path: '/metadata/labels/iter8.tools~1watch'},
	]);
	await eventually(() => expect(finalizers()).toEqual([]));
	const route = cluster.peek(virtualServices, 'models', 'wisdom');
	expect(JSON.stringify(route?.['spec'])).not.toContain('wisdom-1');
});

test('a routemap that is over its bounds is told of once, however often it is rewritten, and its routes and guards stay', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	const {events} = await startDaemon(cluster);
	await routed(cluster, ['primary']);
	for (let turn = 1; turn <= 5; turn++) cluster.put(routemapConfigMap('wisdom-routemap', '! '.repeat(100_000 + turn)));
	cluster.put(inferenceService('wisdom-1'));
	await routed(cluster, ['candidate', 'primary']);
	expect(finalizersOf(cluster, 'wisdom-0')).toEqual([finalizer]);
	expect(events.filter(event => event.includes('RoutemapFault'))).toEqual([
		'wisdom-routemap: RoutemapFault: data.strSpec has more characters, but a routemap may have 131072; changes of it are read after a pause of up to 5 minutes',
	]);
});

test('a routemap that was over its bounds is read again after the pause, also while another daemon leads', async () => {
	const cluster = createMemoryCluster([inferenceService('wisdom-0')]);
	const daemon = await startDaemon(cluster, {}, false);
	cluster.put(routemapConfigMap('wisdom-routemap', '! '.repeat(100_000)));
	cluster.put(canary);
	const stopping = new AbortController();
	void daemon.lead(stopping.signal);
	await routed(cluster, ['primary']);
	stopping.abort();
});
