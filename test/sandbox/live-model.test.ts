import {expect, onTestFinished, test} from 'vitest';
import {openTarget} from '../../source/kube/target.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {inferenceServices, services, virtualServices} from '../../source/objects/resource.ts';
import {startSandbox} from '../../source/sandbox/sandbox.ts';
import {isReady} from '../cluster/rollout/routes.ts';
import {eventually} from '../helpers/eventually.ts';
import {runVerb} from './run-verb.ts';

/** As a user of KServe has it, who has not heard of Iter8. */
const churn: KubeObject = {
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {name: 'churn', namespace: 'default'},
	spec: {predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, storageUri: 'sandbox://digits/v1'}}},
};

test('a model that serves already is rolled out from the first command on, and left as it was found', async () => {
	const sandbox = await startSandbox({apps: 0, loadTimeMs: 50});
	onTestFinished(() => sandbox.stop());
	const {kubeconfigPath} = sandbox;
	const {cluster} = await openTarget({kubeconfig: kubeconfigPath});
	const iter8 = (...argv: readonly string[]) => runVerb(kubeconfigPath, argv);
	const stdoutOf = async (...argv: readonly string[]) => (await iter8(...argv)).stdout;
	const entrances = () =>
		Promise.all([services, virtualServices].map(resource => cluster.get(resource, 'default', 'churn')));
	await cluster.create(inferenceServices, churn);
	await eventually(async () => {
		expect(isReady(await cluster.get(inferenceServices, 'default', 'churn'))).toBe(true);
		expect((await entrances()).map(({metadata}) => metadata.ownerReferences?.[0]?.kind)).toEqual([
			'InferenceService',
			'InferenceService',
		]);
	});

	expect(await iter8('send-test', 'churn', '--requests', '5')).toMatchObject({exitCode: 0});
	const takeOver = 'kubectl iter8 init churn-app --versions churn,churn-next -n default';
	await expect(iter8('init', 'churn')).rejects.toThrow(`take the model over as its first version, with "${takeOver}"`);
	await expect(iter8('deploy', 'churn', '--storage-uri', 'sandbox://digits/v2')).rejects.toThrow(takeOver);
	await expect(iter8('status', 'churn')).rejects.toThrow(takeOver);
	expect(await iter8('init', 'churn-app', '--versions', 'churn,churn-next')).toMatchObject({
		stdout: [
			'inferenceservice.serving.kserve.io/churn labeled',
			'service/churn-app created',
			'configmap/churn-app-routemap created',
			'virtualservice.networking.istio.io/churn-app created',
			'',
		].join('\n'),
	});
	await eventually(async () => expect(await stdoutOf('send-test', 'churn-app')).toContain('churn'));

	const uri = ['--storage-uri', 'sandbox://digits/v2', '--version', 'v2'];
	expect(await stdoutOf('deploy', 'churn-app', ...uri, '--wait')).toContain('churn-next is ready');
	expect(await stdoutOf('promote', 'churn-app', '--yes', '--drain', '100ms')).toContain(
		'churn answered an inference with HTTP 200',
	);
	expect(JSON.stringify(await cluster.get(inferenceServices, 'default', 'churn'))).toContain('sandbox://digits/v2');

	const before = await entrances();
	const cleaned = await stdoutOf('cleanup', 'churn-app', '--yes', '--drain', '100ms');
	expect(cleaned).toContain('service/churn-app deleted');
	const uids = (objects: readonly KubeObject[]) => objects.map(({metadata}) => metadata.uid);
	expect(uids(await entrances())).toEqual(uids(before));
	expect(await iter8('send-test', 'churn', '--requests', '5')).toMatchObject({exitCode: 0});
});
