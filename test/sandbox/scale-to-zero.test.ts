import {expect, onTestFinished, test} from 'vitest';
import {openTarget} from '../../source/kube/target.ts';
import {fieldAt, type KubeObject} from '../../source/objects/object.ts';
import {inferenceServices} from '../../source/objects/resource.ts';
import {startSandbox} from '../../source/sandbox/sandbox.ts';
import {isReady} from '../cluster/rollout/routes.ts';
import answers from '../fixtures/models/answers.json' with {type: 'json'};
import {eventually} from '../helpers/eventually.ts';
import {startClient} from './client.ts';
import {infer} from './infer.ts';
import {runVerb, type VerbRun} from './run-verb.ts';

const digit = answers.rows.digits[0] ?? [];

const primary: KubeObject = {
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {
		name: 'wisdom-0',
		namespace: 'default',
		labels: {'app.kubernetes.io/name': 'wisdom', 'app.kubernetes.io/version': 'v0', 'iter8.tools/watch': 'true'},
	},
	spec: {
		predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, storageUri: 'sandbox://digits/v1'}},
	},
};

test('a rollout wakes a candidate that was scaled to zero, and so does a request what was promoted: none is lost', async () => {
	const complain = (trouble: string): void => expect.fail(trouble);
	const sandbox = await startSandbox({apps: 0, loadTimeMs: 100, idleTimeMs: 300, complain});
	onTestFinished(() => sandbox.stop());
	const {gatewayUrl, kubeconfigPath} = sandbox;
	const {cluster} = await openTarget({kubeconfig: kubeconfigPath});
	const iter8 = async (...argv: readonly string[]): Promise<VerbRun> => runVerb(kubeconfigPath, argv);
	const read = async (name: string): Promise<KubeObject> => cluster.get(inferenceServices, 'default', name);
	let pokes = 0;
	/** That a model has no copy any more is told only when something has KServe look at it. */
	const sleeps = async (name: string): Promise<void> =>
		eventually(async () => {
			const annotations = {'kubectl.kubernetes.io/last-applied-configuration': String(pokes++)};
			const path = '/metadata/annotations';
			await cluster.patch(inferenceServices, 'default', name, [{op: 'add', path, value: annotations}]);
			const object = await read(name);
			expect(isReady(object)).toBe(true);
			expect(fieldAt(object, 'status', 'modelStatus', 'copies')).toEqual({failedCopies: 0});
		});

	await cluster.create(inferenceServices, primary);
	await eventually(async () => expect(isReady(await read('wisdom-0'))).toBe(true));
	expect(await iter8('init', 'wisdom')).toMatchObject({exitCode: 0});
	await eventually(async () => expect(await infer(gatewayUrl, digit)).toMatchObject({model: 'wisdom-0/v1'}));
	await iter8('deploy', 'wisdom', '--storage-uri', 'sandbox://digits/v2', '--wait');
	const path = '/spec/predictor/minReplicas';
	await cluster.patch(inferenceServices, 'default', 'wisdom-1', [{op: 'replace', path, value: 0}]);
	await sleeps('wisdom-1');
	const client = startClient(gatewayUrl, digit);
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
	await eventually(async () => expect(await infer(gatewayUrl, digit)).toMatchObject({model: 'wisdom-0/v2'}));
	const seen = new Set((await client.stop()).map(({model}) => model));
	expect([...seen].toSorted()).toEqual(['wisdom-0/v1', 'wisdom-0/v2']);
	await sleeps('wisdom-0');
	const woken = await Promise.all([infer(gatewayUrl, digit), infer(gatewayUrl, digit)]);
	expect(woken.map(({model}) => model)).toEqual(['wisdom-0/v2', 'wisdom-0/v2']);
});
