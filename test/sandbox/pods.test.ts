import {expect, onTestFinished, test} from 'vitest';
import {describePod} from '../../source/info/describe-pod.ts';
import {openTarget} from '../../source/kube/target.ts';
import {inferenceServices, pods} from '../../source/objects/resource.ts';
import {startSandbox} from '../../source/sandbox/sandbox.ts';
import {followLog} from '../../source/snapshot/follow-log.ts';
import {eventually} from '../helpers/eventually.ts';
import {runVerb} from './run-verb.ts';

test.each(['Knative', 'Standard'] as const)(
	'in %s mode a model has a pod while it has a server, and its log',
	async mode => {
		const sandbox = await startSandbox({mode, loadTimeMs: 200, complain: trouble => expect.fail(trouble)});
		onTestFinished(() => sandbox.stop());
		const {cluster, podLog} = await openTarget({kubeconfig: sandbox.kubeconfigPath});
		const podOf = async (version: string) => {
			const labelSelector = `serving.kserve.io/inferenceservice=${version}`;
			const {items} = await cluster.list(pods, 'default', {labelSelector});
			return items
				.map(pod => describePod(pod))
				.map(({name, word, reason, container}) => ({name, word, reason, container}));
		};
		const name = 'wisdom-1-predictor-00001-deployment-0';
		expect(await podOf('wisdom-0')).toEqual([
			{name: 'wisdom-0-predictor-00001-deployment-0', word: 'Running', reason: '', container: 'kserve-container'},
		]);

		await runVerb(sandbox.kubeconfigPath, ['deploy', 'wisdom', '--storage-uri', 'sandbox://digits/v9', '--yes']);
		const reason = 'RuntimeError: Failed to fetch model. No model found in sandbox://digits/v9.';
		await eventually(async () =>
			expect(await podOf('wisdom-1')).toEqual([
				{name, word: 'Init:CrashLoopBackOff', reason, container: 'storage-initializer'},
			]),
		);
		const told: (readonly string[])[] = [];
		const stop = followLog(
			options => podLog({namespace: 'default', pod: name, container: 'storage-initializer'}, options),
			{
				onLines: lines => told.push(lines),
				onError: error => expect.fail(error.message),
			},
		);
		onTestFinished(stop);
		await eventually(() =>
			expect(told.at(-1)).toEqual(['INFO fetching sandbox://digits/v9 to /mnt/models', `ERROR ${reason}`]),
		);

		await cluster.delete(inferenceServices, 'default', 'wisdom-1');
		await eventually(async () => expect(await podOf('wisdom-1')).toEqual([]));
	},
);

test('a log is asked for as kubectl asks, and refused as the API server refuses', async () => {
	const sandbox = await startSandbox({complain: trouble => expect.fail(trouble)});
	onTestFinished(() => sandbox.stop());
	const {podLog} = await openTarget({kubeconfig: sandbox.kubeconfigPath});
	const {signal} = new AbortController();
	const read = async (pod: string, container: string, tailLines = 10): Promise<readonly string[]> => {
		const log = podLog({namespace: 'default', pod, container}, {tailLines, signal});
		const {value} = await log.next();
		await log.return(undefined);
		return value ?? [];
	};
	const pod = 'wisdom-0-predictor-00001-deployment-0';
	expect(await read(pod, 'kserve-container')).toEqual([
		'INFO loading wisdom-0',
		'INFO wisdom-0 is loaded',
		'INFO listening on port 8080',
	]);
	expect(await read(pod, '', 1)).toEqual(['INFO listening on port 8080']);
	await expect(read(pod, 'other')).rejects.toThrow(`container other is not valid for pod ${pod}`);
	await expect(read('nobody', '')).rejects.toThrow('pods "nobody" not found');
});
