import {expect, onTestFinished, test} from 'vitest';
import {openTarget} from '../../source/kube/target.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {deployments, inferenceServices, services, virtualServices} from '../../source/objects/resource.ts';
import type {SandboxMode} from '../../source/sandbox/kserve/mode.ts';
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
		transformer: {minReplicas: 1, containers: [{name: 'kserve-container', image: 'wise/transformer:1'}]},
	},
};

const complain = (trouble: string): void => expect.fail(trouble);

test.each<[SandboxMode]>([['Knative'], ['Standard']])(
	'in %s mode each request of a rollout passes the transformer of the version that answers it, and none is lost',
	async mode => {
		const sandbox = await startSandbox({apps: 0, mode, loadTimeMs: 100, complain});
		onTestFinished(() => sandbox.stop());
		const {gatewayUrl, kubeconfigPath} = sandbox;
		const {cluster} = await openTarget({kubeconfig: kubeconfigPath});
		const iter8 = async (...argv: readonly string[]): Promise<VerbRun> => runVerb(kubeconfigPath, argv);
		await cluster.create(inferenceServices, primary);
		await eventually(async () => {
			expect(isReady(await cluster.get(inferenceServices, 'default', 'wisdom-0'))).toBe(true);
		});
		expect(await iter8('init', 'wisdom')).toMatchObject({exitCode: 0});
		const before = {appVersion: 'wisdom-0', transformedBy: 'wisdom-0', model: 'wisdom-0/v1'};
		await eventually(async () => expect(await infer(gatewayUrl, digit)).toMatchObject(before));
		expect(await iter8('send-test', 'wisdom', '--requests', '5')).toMatchObject({exitCode: 0});

		const client = startClient(gatewayUrl, digit);
		await iter8('deploy', 'wisdom', '--storage-uri', 'sandbox://digits/v2', '--wait');
		const candidate = {appVersion: 'wisdom-1', transformedBy: 'wisdom-1', model: 'wisdom-1/v2'};
		await eventually(async () => expect(await infer(gatewayUrl, digit, {traffic: 'test'})).toMatchObject(candidate));
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
		expect(await infer(gatewayUrl, digit, {traffic: 'test'})).toMatchObject({...before, model: 'wisdom-0/v2'});
		const seen = new Set((await client.stop()).map(({transformedBy, model}) => `${String(transformedBy)} ${model}`));
		expect([...seen].toSorted()).toEqual(['wisdom-0 wisdom-0/v1', 'wisdom-0 wisdom-0/v2']);

		await iter8('cleanup', 'wisdom', '--all', '--yes', '--drain=50ms');
		for (const resource of [inferenceServices, virtualServices, services, deployments]) {
			await eventually(async () => expect((await cluster.list(resource, 'default')).items).toEqual([]));
		}
	},
);

test('in Knative mode the name of the InferenceService leads to its transformer, and to its predictor when that is taken away', async () => {
	const sandbox = await startSandbox({apps: 0, watch: false, loadTimeMs: 10, complain});
	onTestFinished(() => sandbox.stop());
	const {cluster} = await openTarget({kubeconfig: sandbox.kubeconfigPath});
	const path = `${sandbox.gatewayUrl}/v2/models/wisdom-0/infer`;
	const transformedBy = async (): Promise<unknown> =>
		(await infer(path, digit, {host: 'wisdom-0.default.svc.cluster.local'})).transformedBy;
	const routes = async (): Promise<readonly string[]> =>
		(await cluster.list(virtualServices, 'default')).items.map(({metadata}) => metadata.name);
	await cluster.create(inferenceServices, primary);
	await eventually(async () => expect(await transformedBy()).toBe('wisdom-0'));
	expect(await routes()).toEqual(['wisdom-0', 'wisdom-0-predictor-ingress', 'wisdom-0-transformer-ingress']);
	await cluster.patch(inferenceServices, 'default', 'wisdom-0', [{op: 'remove', path: '/spec/transformer'}]);
	await eventually(async () => expect(await routes()).toEqual(['wisdom-0', 'wisdom-0-predictor-ingress']));
	await eventually(async () => expect(await transformedBy()).toBe(undefined));
});
