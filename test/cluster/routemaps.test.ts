import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {KubeObject} from '../../source/objects/object.ts';
import {parseRoutemap} from '../../source/routemap/routemap.ts';
import {Daemon} from './rollout/daemon.ts';
import {pluginEnvironment} from './rollout/stage.ts';
import {routemapCases, type RoutemapCase} from './routemap-cases.ts';
import {startTestbed, type Testbed} from './testbed/testbed.ts';
import {waitFor} from './testbed/wait.ts';

let testbed: Testbed;
let daemon: Daemon;
beforeAll(async () => {
	testbed = await startTestbed();
	daemon = new Daemon(
		testbed,
		join(import.meta.dirname, '..', '..', 'dist', 'kubectl-iter8'),
		pluginEnvironment(testbed.kubeconfig),
	);
	daemon.start('-A', '--drain', '0s');
});
afterAll(async () => {
	await daemon?.stop();
	await testbed?.stop();
});

test.each(routemapCases(process.env['ITER8_GOLDENS']).map(each => [each.name, each] as const))(
	'the routemap %s works unchanged, in each state of its versions',
	async (_, {namespace, routemap, routes}) => {
		const {
			metadata: {uid: _uid, ...metadata},
			...rest
		} = routemap;
		const object = {...rest, metadata: {...metadata, namespace}};
		await create('/api/v1/namespaces', {metadata: {name: namespace}});
		await create(`/api/v1/namespaces/${namespace}/configmaps`, object);
		const models = parseRoutemap(object as KubeObject).versions.flatMap(({resources}) =>
			resources.map(({name}) => name),
		);
		for (const name of models) await create(modelsPath(namespace), inferenceService(name));
		for (const {weights, object: expected} of routes) {
			for (const [index, name] of models.entries()) await setReady(namespace, name, (weights[index] ?? 0) > 0);
			await expectRoute(namespace, expected);
		}

		await testbed.kubectl(['delete', 'configmap', object.metadata.name, '-n', namespace]);
		await testbed.kubectl(['delete', 'inferenceservices', '--all', '-n', namespace, '--timeout=60s']);
	},
);

/** The whole spec, compared as objects once it has settled; the last one seen is in the failure. */
async function expectRoute(namespace: string, expected: RoutemapCase['routes'][number]['object']): Promise<void> {
	const path = `/apis/networking.istio.io/v1beta1/namespaces/${namespace}/virtualservices/${expected.metadata.name}`;
	const live = async (): Promise<unknown> => ((await testbed.api.call(path)).body as KubeObject)['spec'];
	const wanted = JSON.stringify(sorted(expected['spec']));
	await waitFor('the route', async () => JSON.stringify(sorted(await live())) === wanted, 15_000, 20).catch(
		() => undefined,
	);
	expect(await live()).toEqual(expected['spec']);
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.toSorted(([a], [b]) => a.localeCompare(b))
			.map(([key, entry]) => [key, sorted(entry)]),
	);
}

async function create(path: string, body: unknown): Promise<void> {
	const {code, body: answer} = await testbed.api.call(path, {method: 'POST', body});
	if (code >= 300 && code !== 409) throw new Error(`POST ${path} was answered ${code}: ${JSON.stringify(answer)}`);
}

async function setReady(namespace: string, name: string, isReady: boolean): Promise<void> {
	await testbed.api.expect(`${modelsPath(namespace)}/${name}/status`, {
		method: 'PATCH',
		contentType: 'application/merge-patch+json',
		body: {status: {conditions: [{type: 'Ready', status: isReady ? 'True' : 'False'}]}},
	});
}

function modelsPath(namespace: string): string {
	return `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices`;
}

function inferenceService(name: string): unknown {
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name, labels: {'iter8.tools/watch': 'true'}},
		spec: {predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri: `gs://models/${name}`}}},
	};
}
