import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {KubeObject} from '../../source/objects/object.ts';
import {canarySpec} from '../helpers/app-objects.ts';
import {installRouter, routerOf, shipped, type Router} from './rights/router.ts';
import {Daemon} from './rollout/daemon.ts';
import {pluginEnvironment} from './rollout/stage.ts';
import {run} from './testbed/command.ts';
import {startTestbed, type Testbed} from './testbed/testbed.ts';
import {waitFor} from './testbed/wait.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'kubectl-iter8');
const merge = {method: 'PATCH', contentType: 'application/merge-patch+json'} as const;

let testbed: Testbed;
let router: Router;
beforeAll(async () => {
	testbed = await startTestbed();
	await testbed.kubectl(['create', 'namespace', 'models']);
	router = await installRouter(testbed, 'models');
});
afterAll(async () => {
	router?.api.close();
	await testbed?.stop();
});

function modelsIn(namespace: string): string {
	return `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices`;
}

function routesIn(namespace: string): string {
	return `/apis/networking.istio.io/v1beta1/namespaces/${namespace}/virtualservices`;
}

async function read(path: string): Promise<KubeObject | undefined> {
	const {code, body} = await testbed.api.call(path);
	return code === 200 ? (body as KubeObject) : undefined;
}

async function create(path: string, body: unknown): Promise<void> {
	await testbed.api.expect(path, {method: 'POST', body});
}

async function createModel(namespace: string, name: string): Promise<void> {
	await create(modelsIn(namespace), {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name, labels: {'iter8.tools/watch': 'true'}},
		spec: {predictor: {model: {modelFormat: {name: 'sklearn'}}}},
	});
	const status = {conditions: [{type: 'Ready', status: 'True'}]};
	await testbed.api.expect(`${modelsIn(namespace)}/${name}/status`, {...merge, body: {status}});
}

async function createRoutemap(namespace: string, app: string, strSpec: string): Promise<void> {
	await create(`/api/v1/namespaces/${namespace}/configmaps`, {
		metadata: {name: `${app}-routemap`, labels: {'iter8.tools/kind': 'routemap'}},
		data: {strSpec},
	});
}

function warningsOf(daemon: Daemon): readonly unknown[] {
	return daemon.log().filter(({level}) => level === 'warn');
}

async function untilEvent(namespace: string, reason: string): Promise<void> {
	const events = (): Promise<string> => testbed.kubectl(['get', 'events', '-n', namespace]);
	await waitFor('the event', async () => (await events()).includes(reason), 30_000);
}

/** Writes finalizers and status of a model over and over, as KServe's controller does; returns what ends it. */
function keepChanging(path: string): () => Promise<number> {
	const ending = new AbortController();
	let changes = 0;
	const changing = (async () => {
		while (!ending.signal.aborted) {
			const status = {observedGeneration: ++changes};
			await testbed.api.call(`${path}/status`, {...merge, body: {status}});
			const {metadata} = (await read(path)) ?? {};
			if (!metadata || metadata.deletionTimestamp !== undefined) continue;
			const others = (metadata.finalizers ?? []).filter(name => name !== 'inferenceservice.finalizers');
			const finalizers = changes % 2 === 0 ? others : ['inferenceservice.finalizers', ...others];
			const {resourceVersion} = metadata;
			await testbed.api.call(path, {...merge, body: {metadata: {finalizers, resourceVersion}}});
		}

		return changes;
	})();
	return () => {
		ending.abort();
		return changing;
	};
}

test('the daemon of a namespace does all its work with the account, role and policy that ship', async () => {
	const daemon = new Daemon(testbed, program, pluginEnvironment(router.kubeconfig));
	for (const name of ['wisdom-0', 'wisdom-1']) await createModel('models', name);
	const stopChanging = keepChanging(`${modelsIn('models')}/wisdom-0`);
	await createRoutemap('models', 'wisdom', canarySpec);
	daemon.start('-n', 'models', '--drain', '100ms');
	const route = `${routesIn('models')}/wisdom`;
	await waitFor('the route to both', async () => JSON.stringify(await read(route)).includes('wisdom-1'), 30_000);
	expect(await stopChanging()).toBeGreaterThan(0);
	await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-1', '-n', 'models', '--timeout=30s']);
	expect(JSON.stringify(await read(route))).not.toContain('wisdom-1');
	await untilEvent('models', 'RouteApplied');
	await testbed.kubectl(['delete', 'configmap', 'wisdom-routemap', '-n', 'models']);
	const left = async (): Promise<boolean> => {
		const {metadata} = (await read(`${modelsIn('models')}/wisdom-0`)) ?? {};
		return !(metadata?.finalizers ?? []).includes('iter8.tools/finalizer');
	};
	await waitFor('the end of our finalizer', left, 30_000);
	expect(await daemon.stop()).toBe(0);
	expect(warningsOf(daemon)).toEqual([]);
	const lease = await read('/apis/coordination.k8s.io/v1/namespaces/models/leases/kubectl-iter8');
	expect(lease?.['spec']).toMatchObject({holderIdentity: ''});
});

test('weights on ConfigMaps and HTTPRoutes need no other role', async () => {
	const daemon = new Daemon(testbed, program, pluginEnvironment(router.kubeconfig));
	for (const name of ['bert-0', 'bert-1']) await createModel('models', name);
	const env = {KUBECONFIG: testbed.kubeconfig};
	const written: Record<string, readonly string[] | undefined> = {};
	daemon.start('-n', 'models', '--drain', '100ms');
	await waitFor('the daemon', async () => daemon.log().some(({isOurs}) => isOurs === true), 30_000);
	for (const [strategy, mesh] of [
		['blue-green', 'istio'],
		['mirror', 'gateway-api'],
	] as const) {
		const how = ['--strategy', strategy, '--mesh', mesh, '--app-type', 'kserve', '--model-name', 'bert'];
		await run(program, ['init', 'bert', '-n', 'models', ...how], {env});
		const holder = await read('/api/v1/namespaces/models/configmaps/bert-1-weight-config');
		written[strategy] = holder?.metadata.finalizers;
		await run(program, ['cleanup', 'bert', '-n', 'models', '--yes'], {env});
	}

	expect(written).toEqual({'blue-green': ['iter8.tools/finalizer'], mirror: ['iter8.tools/finalizer']});
	expect(await daemon.stop()).toBe(0);
	expect(warningsOf(daemon)).toEqual([]);
});

test('the daemon of all namespaces does its work with the cluster role that ships, and its lease is in kube-system', async () => {
	await testbed.kubectl(['apply', '-f', '-'], await shipped('daemon-cluster-role.yaml'));
	const wide = await routerOf(testbed, 'kubectl-iter8');
	const daemon = new Daemon(testbed, program, pluginEnvironment(wide.kubeconfig));
	daemon.start('-A', '--drain', '100ms');
	for (const namespace of ['team-a', 'team-b']) {
		await testbed.kubectl(['create', 'namespace', namespace]);
		for (const name of ['wisdom-0', 'wisdom-1']) await createModel(namespace, name);
		await createRoutemap(namespace, 'wisdom', canarySpec.replaceAll('models', namespace));
	}

	for (const namespace of ['team-a', 'team-b']) {
		const route = `${routesIn(namespace)}/wisdom`;
		await waitFor('the route to both', async () => JSON.stringify(await read(route)).includes('wisdom-1'), 30_000);
		await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-1', '-n', namespace, '--timeout=30s']);
		await untilEvent(namespace, 'RouteApplied');
	}

	const lease = await read('/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kubectl-iter8');
	expect(lease?.['spec']).toMatchObject({holderIdentity: expect.stringMatching(/./) as string});
	expect(await daemon.stop()).toBe(0);
	wide.api.close();
	expect(warningsOf(daemon)).toEqual([]);
});
