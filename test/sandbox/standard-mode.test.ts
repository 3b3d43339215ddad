import {expect, onTestFinished, test} from 'vitest';
import {openTarget} from '../../source/kube/target.ts';
import {fieldAt, type KubeObject} from '../../source/objects/object.ts';
import {deployments, inferenceServices, virtualServices} from '../../source/objects/resource.ts';
import {startSandbox, type SandboxOptions} from '../../source/sandbox/sandbox.ts';
import {eventually} from '../helpers/eventually.ts';
import {runVerb, type VerbRun} from './run-verb.ts';

/** A sandbox whose KServe runs models as Deployments, and the verbs as its user calls them. */
async function started(options: SandboxOptions) {
	const sandbox = await startSandbox({mode: 'Standard', complain: trouble => expect.fail(trouble), ...options});
	onTestFinished(() => sandbox.stop());
	const {cluster} = await openTarget({kubeconfig: sandbox.kubeconfigPath});
	const iter8 = async (...argv: readonly string[]): Promise<VerbRun> => runVerb(sandbox.kubeconfigPath, argv);
	/** `VERSION MODEL` of one answer. */
	const answer = async (...headers: readonly string[]): Promise<string> => {
		const {stdout} = await iter8('send-test', 'wisdom', '-o', 'json', ...headers.flatMap(each => ['-H', each]));
		const [first] = fieldAt(JSON.parse(stdout), 'outcomes') as readonly unknown[];
		return `${String(fieldAt(first, 'version'))} ${String(fieldAt(first, 'body', 'model_version'))}`;
	};
	const deployment = async (name: string): Promise<KubeObject> => cluster.get(deployments, 'default', name);
	return {cluster, iter8, answer, deployment};
}

test('the tutorial in Standard mode: the candidate goes only when the new pod of the primary serves', async () => {
	const {cluster, iter8, answer, deployment} = await started({loadTimeMs: 300});
	await eventually(async () => expect(await answer()).toBe('wisdom-0 v1'));
	await iter8('deploy', 'wisdom', '--storage-uri', 'sandbox://digits/v2', '--wait');
	await eventually(async () => expect(await answer('traffic: test')).toBe('wisdom-1 v2'));
	expect(await answer()).toBe('wisdom-0 v1');
	const seen: unknown[] = [];
	const ending = new AbortController();
	const {resourceVersion} = await cluster.list(inferenceServices, 'default');
	const watched = (async () => {
		const options = {resourceVersion, signal: ending.signal};
		for await (const {object} of cluster.watch(inferenceServices, 'default', options)) {
			if (object.metadata.deletionTimestamp === undefined || seen.length > 0) continue;
			seen.push((await deployment('wisdom-0-predictor'))['status']);
		}
	})();
	expect(await iter8('promote', 'wisdom', '--yes', '--drain', '50ms')).toMatchObject({
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
	expect(await answer('traffic: test')).toBe('wisdom-0 v2');
	expect(seen).toMatchObject([{replicas: 1, updatedReplicas: 1, availableReplicas: 1}]);
	ending.abort();
	await watched.catch(() => undefined);
	await iter8('cleanup', 'wisdom', '--all', '--yes', '--drain=50ms');
	for (const resource of [inferenceServices, virtualServices, deployments]) {
		await eventually(async () => expect((await cluster.list(resource, 'default')).items).toEqual([]));
	}
});

test('a candidate whose newest pod still starts is not promoted, although its model is said to be up to date', async () => {
	// app-2 has a candidate that serves; what is loaded from now on is fetched for 4 s and starts for 12 s
	const {cluster, iter8} = await started({apps: 2, loadTimeMs: 16_000});
	const read = async (): Promise<KubeObject> => cluster.get(inferenceServices, 'default', 'app-2-1');
	const observed = (object: KubeObject): unknown => fieldAt(object, 'status', 'observedGeneration');
	const before = observed(await read());
	const path = '/spec/predictor/model/storageUri';
	await cluster.patch(inferenceServices, 'default', 'app-2-1', [{op: 'replace', path, value: 'sandbox://digits/v1'}]);
	await eventually(async () => {
		const object = await read();
		expect(observed(object)).not.toBe(before);
		expect(fieldAt(object, 'status', 'modelStatus', 'transitionStatus')).toBe('UpToDate');
	});
	await expect(iter8('promote', 'app-2', '--yes')).rejects.toThrow(
		'the candidate of app-2 cannot be promoted: InferenceService app-2-1 serves its old revision while the new one loads',
	);
});
