import {once} from 'node:events';
import {existsSync, statSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {dirname} from 'node:path';
import {PassThrough} from 'node:stream';
import {expect, onTestFinished, test} from 'vitest';
import {openTarget} from '../../source/kube/target.ts';
import type {Cluster} from '../../source/objects/cluster.ts';
import {fieldAt, type KubeObject} from '../../source/objects/object.ts';
import {inferenceServices, services, virtualServices} from '../../source/objects/resource.ts';
import {createOptions} from '../../source/options/create-options.ts';
import type {OptionsOf} from '../../source/options/options.ts';
import {parse} from '../../source/options/parse.ts';
import {startSandbox, type Sandbox, type SandboxOptions} from '../../source/sandbox/sandbox.ts';
import type {sandboxVerb} from '../../source/verbs/sandbox/flags.ts';
import {run as runSandbox} from '../../source/verbs/sandbox/run.ts';
import {verbs} from '../../source/verbs/verbs.ts';
import {isReady, primaryOnly, withCandidate} from '../cluster/rollout/routes.ts';
import answers from '../fixtures/models/answers.json' with {type: 'json'};
import {eventually} from '../helpers/eventually.ts';
import {infer} from './infer.ts';
import {runVerb} from './run-verb.ts';

const digit = answers.rows.digits[0] ?? [];

test('the first app serves predictions from the start', async () => {
	const {gatewayUrl, kubeconfigPath} = await started();
	expect(statSync(kubeconfigPath).mode & 0o777).toBe(0o600);
	await eventually(async () => {
		expect(await infer(gatewayUrl, digit)).toEqual({
			appVersion: 'wisdom-0',
			model: 'wisdom-0/v1',
			prediction: 9,
		});
	});
});

test.each(['Knative', 'Standard'] as const)(
	'in %s mode the numbers of a version are those of its requests',
	async mode => {
		const {gatewayUrl, kubeconfigPath} = await started({apps: 2, mode, loadTimeMs: 10});
		const ask = (count: number, headers: Readonly<Record<string, string>>) =>
			Promise.all(Array.from({length: count}, () => infer(gatewayUrl, digit, {host: 'app-2.default', ...headers})));
		const counts = async () => {
			const {stdout} = await runVerb(kubeconfigPath, ['status', 'app-2', '-o', 'json']);
			const {versions} = JSON.parse(stdout) as {versions: {name: string; numbers: {counts: {requests: number}}}[]};
			return new Map(versions.map(({name, numbers}) => [name, numbers.counts]));
		};
		// routes take a moment
		await eventually(async () => {
			expect((await infer(gatewayUrl, digit, {host: 'app-2.default', traffic: 'test'})).appVersion).toBe('app-2-1');
		});
		const before = await counts();
		await Promise.all([ask(40, {}), ask(15, {traffic: 'test'})]);
		const counted = (version: string, more: number) => {
			const requests = (before.get(version)?.requests ?? Number.NaN) + more;
			return {requests, failed: 0, statuses: {'200': requests}};
		};
		expect(await counts()).toEqual(
			new Map([
				['app-2-0', counted('app-2-0', 40)],
				['app-2-1', counted('app-2-1', 15)],
			]),
		);
	},
);

test('where no model says how KServe runs it, its installation does', async () => {
	const {kubeconfigPath} = await started({apps: 0, watch: false});
	expect(await runVerb(kubeconfigPath, ['init', 'owl', '--dry-run=client'])).toMatchObject({
		stderr:
			'kserve in Knative mode: ConfigMap kserve/inferenceservice-config; there is no owl-0 yet\nistio: the server has VirtualServices\n',
		exitCode: 0,
	});
});

test.each([
	["Iter8's routes", ['--routes', 'iter8']],
	['our own', []],
])('the tutorial with our verbs, from an empty cluster to an empty cluster, with %s', async (_, flags) => {
	const {gatewayUrl, kubeconfigPath} = await started({apps: 0, loadTimeMs: 50});
	const cluster = await clusterOf(kubeconfigPath);
	const iter8 = (...argv: readonly string[]) => runVerb(kubeconfigPath, argv);
	const route = async () => (await cluster.get(virtualServices, 'default', 'wisdom'))['spec'];

	await cluster.create(inferenceServices, primary);
	await eventually(async () => {
		expect(isReady(await cluster.get(inferenceServices, 'default', 'wisdom-0'))).toBe(true);
	});
	const isOwn = flags.length === 0;
	expect(await iter8('init', 'wisdom', ...flags)).toMatchObject({
		stdout:
			'service/wisdom created\nconfigmap/wisdom-routemap created\nvirtualservice.networking.istio.io/wisdom created\n',
		exitCode: 0,
	});
	if (!isOwn) expect(await route()).toEqual(primaryOnly);

	expect(await iter8('deploy', 'wisdom', '--storage-uri', 'sandbox://digits/v2', '--wait')).toMatchObject({
		stdout:
			'inferenceservice.serving.kserve.io/wisdom-1 created\ninferenceservice.serving.kserve.io/wisdom-1 is ready\n',
		exitCode: 0,
	});
	if (!isOwn) await eventually(async () => expect(await route()).toEqual(withCandidate));
	await eventually(async () => {
		expect(await infer(gatewayUrl, digit, {traffic: 'test'})).toMatchObject({
			appVersion: 'wisdom-1',
			model: 'wisdom-1/v2',
		});
	});
	expect(await infer(gatewayUrl, digit)).toMatchObject({model: 'wisdom-0/v1'});
	expect(await iter8('send-test', 'wisdom', '-H', 'traffic: test', '--requests', '20')).toMatchObject({exitCode: 0});

	expect(await iter8('promote', 'wisdom', '--yes', '--drain', '100ms')).toMatchObject({
		stdout: [
			'wisdom-1 answered an inference with HTTP 200',
			'inferenceservice.serving.kserve.io/wisdom-0 replaced',
			'inferenceservice.serving.kserve.io/wisdom-0 serves its new spec',
			'wisdom-0 answered an inference with HTTP 200',
			'inferenceservice.serving.kserve.io/wisdom-1 deleted',
			'',
		].join('\n'),
		exitCode: 0,
	});
	if (!isOwn) expect(await route()).toEqual(primaryOnly);
	expect(await infer(gatewayUrl, digit, {traffic: 'test'})).toMatchObject({model: 'wisdom-0/v2'});

	expect(await iter8('cleanup', 'wisdom', '--all', '--yes', '--drain=100ms')).toMatchObject({exitCode: 0});
	for (const resource of [inferenceServices, virtualServices, services]) {
		expect((await cluster.list(resource, 'default')).items.map(({metadata}) => metadata.name)).toEqual([]);
	}
});

test('a model that is not there does not load, in the words of KServe, and the primary serves on', async () => {
	const {gatewayUrl, kubeconfigPath} = await started({loadTimeMs: 10});
	const cluster = await clusterOf(kubeconfigPath);
	await eventually(async () => expect(await infer(gatewayUrl, digit)).toMatchObject({appVersion: 'wisdom-0'}));
	const deployed = runVerb(kubeconfigPath, ['deploy', 'wisdom', '--storage-uri', 'gs://models/none', '--wait']);
	await expect(deployed).rejects.toThrow('InferenceService wisdom-1 failed to load');
	const candidate = await cluster.get(inferenceServices, 'default', 'wisdom-1');
	expect(fieldAt(candidate, 'status', 'modelStatus')).toMatchObject({
		transitionStatus: 'BlockedByFailedLoad',
		lastFailureInfo: {
			reason: 'ModelLoadFailed',
			message: 'RuntimeError: Failed to fetch model. No model found in gs://models/none.',
		},
	});
	expect(await infer(gatewayUrl, digit, {traffic: 'test'})).toMatchObject({appVersion: 'wisdom-0'});
});

test('traffic flows by itself, and the gateway counts it by version', async () => {
	const {statsUrl} = await started({traffic: 100});
	await eventually(async () => {
		const {stats} = (await (await fetch(statsUrl)).json()) as {
			readonly stats: readonly {readonly version?: string; readonly statuses: Readonly<Record<string, number>>}[];
		};
		const ours = stats.find(({version}) => version === 'wisdom-0');
		expect(ours?.statuses['200']).toBeGreaterThan(20);
	});
});

test('two sandboxes run side by side, and each leaves nothing behind', async () => {
	const [one, other] = await Promise.all([started(), started({apps: 0, watch: false})]);
	const {items} = await (await clusterOf(other.kubeconfigPath)).list(inferenceServices, undefined);
	expect(items).toEqual([]);
	for (const sandbox of [one, other]) {
		const {kubeconfigPath, url, gatewayUrl, statsUrl} = sandbox;
		await sandbox.stop();
		expect(existsSync(dirname(kubeconfigPath))).toBe(false);
		for (const address of [url, gatewayUrl, statsUrl]) {
			await expect(fetch(address)).rejects.toMatchObject({cause: {code: 'ECONNREFUSED'}});
		}
	}
});

test('the verb says what to try, and ends with a signal', async () => {
	const ending = new AbortController();
	const {options, output} = verbOptions(['sandbox', '--apps', '0', '--no-watch'], ending.signal);
	const ended = runSandbox(options);
	await eventually(async () => expect(output.stdout).toContain('iter8 tui'));
	const [, kubeconfigPath = ''] = /^export KUBECONFIG=(.*)\n/.exec(output.stdout) ?? [];
	expect(output.stdout).toBe(`export KUBECONFIG=${kubeconfigPath}\nkubectl get inferenceservices\nkubectl iter8 tui\n`);
	expect(await runVerb(kubeconfigPath, ['status'])).toMatchObject({
		stdout: '',
		stderr: 'No apps found in default namespace.\n',
	});
	ending.abort();
	expect(await ended).toBe(0);
	expect(existsSync(kubeconfigPath)).toBe(false);
});

test('the verb ends also when the signal comes while it starts', async () => {
	const ending = new AbortController();
	const {options, output} = verbOptions(['sandbox', '--apps', '0'], ending.signal);
	const ended = runSandbox(options);
	ending.abort();
	expect(await ended).toBe(0);
	expect(output.stdout).toBe('');
});

test('the verb says which port is in use, and what to do', async () => {
	const taken = createServer().listen(0, '127.0.0.1');
	await once(taken, 'listening');
	const {port} = taken.address() as AddressInfo;
	const {options} = verbOptions(['sandbox', '--port', String(port)], new AbortController().signal);
	await expect(runSandbox(options)).rejects.toThrow(
		`port ${port} is in use; give another with --port, or none for a free one`,
	);
	taken.close();
});

test('the verb refuses --tui where there is no terminal', async () => {
	const {options} = verbOptions(['sandbox', '--tui'], new AbortController().signal);
	await expect(runSandbox(options)).rejects.toThrow(
		'--tui needs a terminal; without it the sandbox says where its kubeconfig is',
	);
});

const primary: KubeObject = {
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {
		name: 'wisdom-0',
		namespace: 'default',
		labels: {'app.kubernetes.io/name': 'wisdom', 'app.kubernetes.io/version': 'v0', 'iter8.tools/watch': 'true'},
	},
	spec: {
		predictor: {
			minReplicas: 1,
			model: {modelFormat: {name: 'sklearn'}, runtime: 'kserve-mlserver', storageUri: 'sandbox://digits/v1'},
		},
	},
};

/** A sandbox that is stopped at the test's end; nothing may go wrong inside. */
async function started(options: SandboxOptions = {}): Promise<Sandbox> {
	const troubles: string[] = [];
	const sandbox = await startSandbox({...options, complain: trouble => troubles.push(trouble)});
	onTestFinished(async () => {
		await sandbox.stop();
		expect(troubles).toEqual([]);
	});
	return sandbox;
}

async function clusterOf(kubeconfigPath: string): Promise<Cluster> {
	return (await openTarget({kubeconfig: kubeconfigPath})).cluster;
}

function verbOptions(argv: readonly string[], signal: AbortSignal) {
	const output = {stdout: ''};
	const stdout = new PassThrough().on('data', chunk => (output.stdout += String(chunk)));
	const streams = {stdin: new PassThrough(), stdout, stderr: new PassThrough().resume()};
	const options = createOptions(parse(verbs, argv), {streams, env: {}, signal});
	return {options: options as OptionsOf<typeof sandboxVerb>, output};
}
