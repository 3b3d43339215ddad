import {expect, onTestFinished, test, vi} from 'vitest';
import {find, type Cluster} from '../../../source/objects/cluster.ts';
import {listAt, stringAt, type KubeObject} from '../../../source/objects/object.ts';
import {
	configMaps,
	inferenceServices,
	services,
	virtualServices,
	type Resource,
} from '../../../source/objects/resource.ts';
import {startSandbox} from '../../../source/sandbox/sandbox.ts';
import {eventually} from '../../helpers/eventually.ts';
import {dialoguesOf} from '../../helpers/pty/dialogues.ts';
import {keys} from '../../helpers/pty/pty.ts';
import {clusterOf, runVerb} from './stage.ts';

vi.setConfig({testTimeout: 60_000});

const namespace = 'default';

/** The first model, which the tutorial applies with kubectl. */
const primary: KubeObject = {
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {
		name: 'wisdom-0',
		namespace,
		labels: {'app.kubernetes.io/name': 'wisdom', 'app.kubernetes.io/version': 'v1', 'iter8.tools/watch': 'true'},
	},
	spec: {
		predictor: {
			minReplicas: 1,
			model: {modelFormat: {name: 'sklearn'}, runtime: 'kserve-mlserver', storageUri: 'sandbox://digits/v1'},
		},
	},
};

/** What the cluster has of the app, in short. */
async function inCluster(cluster: Cluster) {
	const get = (resource: Resource, name: string) => find(cluster, resource, namespace, name);
	const modelOf = (object: KubeObject | undefined) =>
		object && [
			stringAt(object, 'spec', 'predictor', 'model', 'storageUri'),
			object.metadata.labels?.['app.kubernetes.io/version'],
		];
	const route = await get(virtualServices, 'wisdom');
	return {
		primary: modelOf(await get(inferenceServices, 'wisdom-0')),
		candidate: modelOf(await get(inferenceServices, 'wisdom-1')),
		routemap: (await get(configMaps, 'wisdom-routemap')) !== undefined,
		service: (await get(services, 'wisdom')) !== undefined,
		// Each version has a rule for inference requests and one for all others.
		versions: route && [...new Set(listAt(route, 'spec', 'http').map(rule => ruleName(rule)))],
	};
}

test('the tutorial by keys alone, from an empty namespace to clean-up', async () => {
	const sandbox = await startSandbox({apps: 0, loadTimeMs: 300});
	onTestFinished(() => sandbox.stop());
	const cluster = await clusterOf(sandbox.kubeconfigPath);
	const pty = await runVerb(['tui', '--kubeconfig', sandbox.kubeconfigPath], {columns: 110, rows: 34});
	const {goAhead, cleanUpAll, explain} = dialoguesOf(pty, 20_000);

	await pty.until('There are no apps in namespace default.');
	await cluster.create(inferenceServices, primary);
	await eventually(async () => {
		const {status} = await cluster.get(inferenceServices, namespace, 'wisdom-0');
		expect(stringAt(status, 'modelStatus', 'transitionStatus')).toBe('UpToDate');
	});

	pty.press('i');
	await pty.until('Initialize an app');
	pty.press('wisdom');
	await pty.until('· kserve in Knative mode: status of wisdom-0');
	pty.press(keys.enter);
	await goAhead('1. create service default/wisdom');
	await pty.until(/▸ wisdom +✔ stable/);
	expect(await inCluster(cluster)).toEqual({
		primary: ['sandbox://digits/v1', 'v1'],
		candidate: undefined,
		routemap: true,
		service: true,
		versions: ['wisdom-0'],
	});

	pty.press('d');
	await pty.until("where the new model is; the primary's: sandbox://digits/v1");
	pty.press('sandbox://digits/v2');
	await pty.until('storageUri: sandbox://digits/v2');
	pty.press(keys.enter);
	await pty.until('+     storageUri: sandbox://digits/v2');
	await goAhead('1. create inferenceservice default/wisdom-1');
	await pty.until(/▸ wisdom +✔ candidate ready/);
	expect(await inCluster(cluster)).toEqual({
		primary: ['sandbox://digits/v1', 'v1'],
		candidate: ['sandbox://digits/v2', 'v2'],
		routemap: true,
		service: true,
		versions: ['wisdom-1', 'wisdom-0'],
	});

	pty.press('t');
	await pty.until('Send a test to wisdom');
	await pty.until('· wisdom-1 is asked by traffic: test');
	pty.press(keys.enter);
	await goAhead('1. send the same 20 requests to each of wisdom-0 and wisdom-1, 2 at a time');
	await pty.until(/traffic: test ─+▶ +wisdom-1 +v2 +✔ ready/);
	// and one that asked the primary what the inputs are
	expect(await answered(sandbox.statsUrl)).toEqual({'wisdom-0': {200: 21}, 'wisdom-1': {200: 20}});

	await explain('wisdom-0', 'wisdom-1');

	pty.press('p');
	await pty.until('· tested: 20 requests, 0 failed, ');
	await goAhead('replace the spec of inferenceservice default/wisdom-0 by that of wisdom-1');
	await pty.until(/▸ wisdom +✔ stable/);
	expect(await inCluster(cluster)).toEqual({
		primary: ['sandbox://digits/v2', 'v2'],
		candidate: undefined,
		routemap: true,
		service: true,
		versions: ['wisdom-0'],
	});

	await cleanUpAll('wisdom');
	await pty.until('There are no apps in namespace default.');
	expect(await inCluster(cluster)).toEqual({
		primary: undefined,
		candidate: undefined,
		routemap: false,
		service: false,
		versions: undefined,
	});
	pty.press('q');
	expect(await pty.exited).toBe(0);
});

function ruleName(rule: unknown): string | undefined {
	return stringAt(rule, 'name')?.replace(/-infer$/, '');
}

/** What the gateway counts of the app's inference requests, by version and status. */
async function answered(statsUrl: string): Promise<Readonly<Record<string, unknown>>> {
	const {stats} = (await (await fetch(statsUrl)).json()) as {
		readonly stats: readonly {readonly route: string; readonly version?: string; readonly statuses: unknown}[];
	};
	return Object.fromEntries(
		stats.filter(({route}) => route === 'default/wisdom').map(({version, statuses}) => [version ?? 'none', statuses]),
	);
}
