import {expect, test, vi} from 'vitest';
import {ApiError} from '../../source/objects/cluster.ts';
import {configMaps, deployments, inferenceServices, virtualServices} from '../../source/objects/resource.ts';
import {canarySpec, inferenceService, routemapConfigMap} from '../helpers/app-objects.ts';
import {startDaemon} from '../helpers/daemon.ts';
import {eventually} from '../helpers/eventually.ts';
import {createMemoryCluster, type MemoryCluster} from '../helpers/memory-cluster.ts';

const finalizer = 'iter8.tools/finalizer';
const canary = routemapConfigMap('wisdom-routemap', canarySpec);
const other = routemapConfigMap('other-routemap', canarySpec.replace('name: wisdom\n', 'name: other\n'));
const primaryOnly = canarySpec
	.replace(/- resources:\n {2}- {gvrShort: isvc, name: wisdom-1.*\n/, '')
	.replace(/ *{{- if[^]*?{{- end }}\n/, '');
const drainMs = 30;

function ruleNames(cluster: MemoryCluster, name = 'wisdom'): unknown {
	const spec = cluster.peek(virtualServices, 'models', name)?.['spec'] as {http: {name: string}[]} | undefined;
	return spec?.http.map(rule => rule.name);
}

async function routed(cluster: MemoryCluster, expected: readonly string[]): Promise<void> {
	await eventually(() => expect(ruleNames(cluster)).toEqual(expected));
}

async function gone(cluster: MemoryCluster, name: string): Promise<void> {
	await eventually(() => expect(cluster.peek(inferenceServices, 'models', name)).toBeUndefined());
}

function bothVersions(...more: Parameters<typeof createMemoryCluster>[0] & object): MemoryCluster {
	return createMemoryCluster([canary, inferenceService('wisdom-0'), inferenceService('wisdom-1'), ...more]);
}

/** The times (ms) at which calls of a kind were made. */
function timesOf(cluster: MemoryCluster, prefix: string): readonly number[] {
	const times: number[] = [];
	const before = cluster.onCall;
	cluster.onCall = call => {
		if (call.startsWith(prefix)) times.push(performance.now());
		return before?.(call);
	};
	return times;
}

test('a candidate that is deleted leaves when its route is gone and the drain has passed', async () => {
	const cluster = bothVersions();
	const {lines} = await startDaemon(cluster, {drainMs});
	await routed(cluster, ['candidate', 'primary']);
	const applied = timesOf(cluster, 'apply');
	const released = timesOf(cluster, 'patch inferenceservices models/wisdom-1');

	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await gone(cluster, 'wisdom-1');
	expect(ruleNames(cluster)).toEqual(['primary']);
	expect((released[0] ?? 0) - (applied[0] ?? Infinity)).toBeGreaterThanOrEqual(drainMs - 1);
	expect(lines.at(-1)).toEqual([
		'info',
		'finalizer released',
		{object: 'InferenceService models/wisdom-1', how: 'its route is gone'},
	]);
});

test('while the route cannot be applied a deleted candidate stays', async () => {
	const cluster = bothVersions();
	await startDaemon(cluster, {drainMs: 5});
	await routed(cluster, ['candidate', 'primary']);
	let isBroken = true;
	let refusals = 0;
	cluster.onCall = call => {
		if (!call.startsWith('apply') || !isBroken) return;
		refusals++;
		throw new ApiError(500, 'InternalError', 'etcd is away');
	};
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await eventually(() => expect(refusals).toBeGreaterThanOrEqual(3));
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers).toEqual([finalizer]);
	isBroken = false;
	await gone(cluster, 'wisdom-1');
	expect(ruleNames(cluster)).toEqual(['primary']);
});

test('a candidate that is deleted while the route to it is being written leaves only after the next', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0'), inferenceService('wisdom-1', {})]);
	await startDaemon(cluster, {drainMs: 1});
	await routed(cluster, ['primary']);
	let applies = 0;
	cluster.onCall = async call => {
		if (!call.startsWith('apply')) return;
		applies++;
		if (applies === 1) await cluster.delete(inferenceServices, 'models', 'wisdom-1');
		else if (applies < 4) throw new ApiError(500, 'InternalError', 'etcd is away');
	};
	const released: unknown[] = [];
	await eventually(() =>
		expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers).toEqual([finalizer]),
	);
	cluster.setStatus(inferenceServices, 'models', 'wisdom-1', {conditions: [{type: 'Ready', status: 'True'}]});
	const patch = cluster.patch.bind(cluster);
	cluster.patch = (...call) => {
		released.push(ruleNames(cluster));
		return patch(...call);
	};
	await gone(cluster, 'wisdom-1');
	expect(released).toEqual([['primary']]);
});

test('while a template of the routemap is at fault a deleted candidate stays', async () => {
	const spec = canarySpec.replace(
		'routingTemplates:',
		'routingTemplates:\n  bad: {gvrShort: vs, template: "{{ .Nobody }}"}',
	);
	const sound = routemapConfigMap('other-routemap', canarySpec.replaceAll('wisdom', 'other'));
	const objects = ['wisdom-0', 'wisdom-1', 'other-0', 'other-1'].map(name => inferenceService(name));
	const cluster = createMemoryCluster([routemapConfigMap('wisdom-routemap', spec), sound, ...objects]);
	await startDaemon(cluster, {drainMs: 1});
	await routed(cluster, ['candidate', 'primary']);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await routed(cluster, ['primary']);
	await cluster.delete(inferenceServices, 'models', 'other-1');
	await gone(cluster, 'other-1');
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers).toEqual([finalizer]);

	await cluster.patch(configMaps, 'models', 'wisdom-routemap', [
		{op: 'replace', path: '/data/strSpec', value: canarySpec},
	]);
	await gone(cluster, 'wisdom-1');
});

test('the last version leaves too', async () => {
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
	await startDaemon(cluster, {drainMs});
	await routed(cluster, ['primary']);
	await cluster.delete(inferenceServices, 'models', 'wisdom-0');
	await gone(cluster, 'wisdom-0');
});

test('finalizers of others are left alone', async () => {
	const cluster = createMemoryCluster([
		canary,
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1', undefined, {finalizers: ['theirs']}),
	]);
	await startDaemon(cluster, {drainMs: 1});
	await routed(cluster, ['candidate', 'primary']);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await eventually(() =>
		expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers).toEqual(['theirs']),
	);
	await cluster.patch(inferenceServices, 'models', 'wisdom-1', [{op: 'remove', path: '/metadata/finalizers/0'}]);
	await gone(cluster, 'wisdom-1');
});

test('an object that two routemaps name waits for the routes of both', async () => {
	const cluster = bothVersions(other);
	await startDaemon(cluster, {drainMs: 1});
	await eventually(() =>
		expect([ruleNames(cluster), ruleNames(cluster, 'other')]).toEqual([
			['candidate', 'primary'],
			['candidate', 'primary'],
		]),
	);
	let isBroken = true;
	let refusals = 0;
	cluster.onCall = call => {
		if (call !== 'apply virtualservices models/other' || !isBroken) return;
		refusals++;
		throw new ApiError(500, 'InternalError', 'etcd is away');
	};
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await routed(cluster, ['primary']);
	await eventually(() => expect(refusals).toBeGreaterThanOrEqual(3));
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers).toEqual([finalizer]);
	isBroken = false;
	await gone(cluster, 'wisdom-1');
});

test('a daemon that starts to lead releases what was left behind of a kind that no routemap names any more', async () => {
	const cluster = createMemoryCluster([
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: {
				name: 'wisdom-0',
				namespace: 'models',
				labels: {'iter8.tools/watch': 'true'},
				finalizers: ['iter8.tools/finalizer'],
			},
		},
	]);
	await startDaemon(cluster);
	await cluster.delete(deployments, 'models', 'wisdom-0');
	await eventually(() => expect(cluster.peek(deployments, 'models', 'wisdom-0')).toBeUndefined());
});

test('a daemon that starts to lead releases what was left behind', async () => {
	const cluster = bothVersions();
	const first = await startDaemon(cluster, {drainMs: 1});
	await routed(cluster, ['candidate', 'primary']);
	await first.stop();
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')).toBeDefined();
	await startDaemon(cluster, {drainMs: 1});
	await gone(cluster, 'wisdom-1');
	expect(ruleNames(cluster)).toEqual(['primary']);
});

test('what carries our finalizer and is named by no routemap is not held up', async () => {
	const names = ['left-0', 'left-1'];
	const left = names.map(name => inferenceService(name, undefined, {finalizers: [finalizer]}));
	const cluster = createMemoryCluster([canary, inferenceService('wisdom-0'), ...left]);
	await cluster.delete(inferenceServices, 'models', 'left-0');
	const daemon = await startDaemon(cluster, {drainMs: 1}, false);
	await eventually(() => expect(cluster.calls).toContain('watch inferenceservices'));
	void daemon.lead(new AbortController().signal);
	await gone(cluster, 'left-0');
	await cluster.delete(inferenceServices, 'models', 'left-1');
	await gone(cluster, 'left-1');
});

test('what a deleted routemap named no longer has the finalizer, unless another names it', async () => {
	const cluster = bothVersions(
		routemapConfigMap('other-routemap', primaryOnly.replace('name: wisdom\n', 'name: other\n')),
	);
	await startDaemon(cluster, {drainMs: 5});
	await routed(cluster, ['candidate', 'primary']);
	await cluster.delete(configMaps, 'models', 'wisdom-routemap');
	await eventually(() =>
		expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers ?? []).toEqual([]),
	);
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-0')?.metadata.finalizers).toEqual([finalizer]);
});

test('a version that a routemap no longer names is released when its routes no longer lead there', async () => {
	const cluster = bothVersions();
	await startDaemon(cluster, {drainMs: 1});
	await routed(cluster, ['candidate', 'primary']);
	let isBroken = true;
	let refusals = 0;
	cluster.onCall = call => {
		if (!call.startsWith('apply') || !isBroken) return;
		refusals++;
		throw new ApiError(500, 'InternalError', 'etcd is away');
	};
	await cluster.patch(configMaps, 'models', 'wisdom-routemap', [
		{op: 'replace', path: '/data/strSpec', value: primaryOnly},
	]);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await eventually(() => expect(refusals).toBeGreaterThanOrEqual(3));
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers).toEqual([finalizer]);
	isBroken = false;
	await gone(cluster, 'wisdom-1');
	expect(ruleNames(cluster)).toEqual(['primary']);
});

test('a version that a routemap stops to name while its old route is being written is released only after the next', async () => {
	const cluster = bothVersions();
	await startDaemon(cluster, {drainMs: 1});
	await routed(cluster, ['candidate', 'primary']);
	let applies = 0;
	cluster.onCall = async call => {
		if (!call.startsWith('apply')) return;
		applies++;
		if (applies === 1) {
			await cluster.patch(configMaps, 'models', 'wisdom-routemap', [
				{op: 'replace', path: '/data/strSpec', value: primaryOnly},
			]);
			await cluster.delete(inferenceServices, 'models', 'wisdom-1');
			for (let turn = 0; turn < 5; turn++) await new Promise(resolve => setImmediate(resolve));
		} else if (applies < 4) throw new ApiError(500, 'InternalError', 'etcd is away');
	};
	await cluster.patch(virtualServices, 'models', 'wisdom', [
		{op: 'replace', path: '/spec/http/0/route', value: [{destination: {host: 'mine'}}]},
	]);
	await eventually(() => expect(applies).toBe(3));
	expect(ruleNames(cluster)).toEqual(['candidate', 'primary']);
	expect(cluster.peek(inferenceServices, 'models', 'wisdom-1')?.metadata.finalizers).toEqual([finalizer]);
	await gone(cluster, 'wisdom-1');
	expect(ruleNames(cluster)).toEqual(['primary']);
});

test('the gateway is asked for the new route before an object leaves', async () => {
	const cluster = bothVersions();
	const asked: unknown[] = [];
	await startDaemon(cluster, {
		drainMs: 1,
		probeRoute: probe => {
			asked.push(probe);
			return Promise.resolve(asked.length < 3 ? 'old' : 'new');
		},
	});
	await routed(cluster, ['candidate', 'primary']);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await gone(cluster, 'wisdom-1');
	expect(asked).toHaveLength(5);
	expect(asked[0]).toEqual({
		host: 'wisdom.models',
		request: {method: 'GET', path: '/', headers: {traffic: 'test'}},
		version: 'wisdom-1',
		namespace: 'models',
	});
});

test('the route that is asked for is the one of the same template', async () => {
	const first = `
  extra:
    gvrShort: vs
    template: |
      {{- if gt (index .Weights 1) 0 }}
      apiVersion: networking.istio.io/v1beta1
      kind: VirtualService
      metadata: {name: extra}
      spec: {hosts: [extra], http: [{route: [{destination: {host: x}, headers: {response: {add: {app-version: other}}}}]}]}
      {{- end }}`;
	const spec = canarySpec.replace('routingTemplates:', `routingTemplates:${first}`);
	const cluster = createMemoryCluster([
		routemapConfigMap('wisdom-routemap', spec),
		inferenceService('wisdom-0'),
		inferenceService('wisdom-1'),
	]);
	const probeRoute = vi.fn(() => Promise.resolve('new' as const));
	await startDaemon(cluster, {drainMs: 1, probeRoute});
	await routed(cluster, ['candidate', 'primary']);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await gone(cluster, 'wisdom-1');
	expect(probeRoute).toHaveBeenCalledWith(expect.objectContaining({host: 'wisdom.models', version: 'wisdom-1'}));
});

test('an object that is deleted and made again under its name is guarded again', async () => {
	const cluster = bothVersions();
	await startDaemon(cluster, {drainMs: 1});
	await routed(cluster, ['candidate', 'primary']);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await gone(cluster, 'wisdom-1');
	cluster.put(inferenceService('wisdom-1'));
	await routed(cluster, ['candidate', 'primary']);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await gone(cluster, 'wisdom-1');
	expect(ruleNames(cluster)).toEqual(['primary']);
});

test('when the mesh is installed only later, routes are made without any other change', async () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
	try {
		const cluster = createMemoryCluster([canary, inferenceService('wisdom-0')]);
		cluster.setInstalled(virtualServices, false);
		const {events} = await startDaemon(cluster);
		await vi.advanceTimersByTimeAsync(1000);
		expect(events).toEqual([
			'wisdom-routemap: RoutemapFault: the server has no virtualservices of group networking.istio.io: is it installed?',
		]);
		cluster.setInstalled(virtualServices, true);
		await vi.advanceTimersByTimeAsync(45_000);
		expect(ruleNames(cluster)).toEqual(['primary']);
	} finally {
		vi.useRealTimers();
	}
});
