import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import {formatYaml} from '../../../source/print/yaml.ts';
import {makeFiles} from '../../kube/surroundings.ts';
import {primary, startRollout, storageUri, writesOf} from '../rollout.ts';

test('deploy copies the primary with another model, the next version label and the labels of the app', async () => {
	const {run, isvc} = await startRollout([primary()]);
	await run('init', 'wisdom');
	expect((await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait')).stdout).toBe(
		'inferenceservice.serving.kserve.io/wisdom-1 created\ninferenceservice.serving.kserve.io/wisdom-1 is ready\n',
	);
	const candidate = isvc('wisdom-1');
	expect(candidate?.metadata.labels).toEqual({
		'app.kubernetes.io/name': 'wisdom',
		'app.kubernetes.io/version': 'v1',
		'iter8.tools/watch': 'true',
	});
	expect(candidate?.['spec']).toEqual({
		predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://models/two'}},
	});
});

test('a second candidate is refused and promote and abort are named', async () => {
	const {run} = await startRollout([primary()]);
	await run('init', 'wisdom');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two');
	await expect(run('deploy', 'wisdom', '--storage-uri', 'gs://models/three')).rejects.toThrow(
		'wisdom-1 of wisdom exists already: finish it with "kubectl iter8 promote wisdom -n models" or drop it with "kubectl iter8 abort wisdom -n models"',
	);
});

test('the same deploy again changes nothing and says so, as a dry run does', async () => {
	const {run} = await startRollout([primary()]);
	await run('init', 'wisdom');
	const line = ['deploy', 'wisdom', '--storage-uri', 'gs://models/two'] as const;
	expect((await run(...line)).stdout).toBe('inferenceservice.serving.kserve.io/wisdom-1 created\n');
	expect((await run(...line)).stdout).toBe('inferenceservice.serving.kserve.io/wisdom-1 unchanged\n');
	expect((await run(...line, '--dry-run=client')).stdout).toBe(
		'inferenceservice.serving.kserve.io/wisdom-1 unchanged (dry run)\n',
	);
});

test('a primary without a version label to count on from needs --version', async () => {
	const {run, isvc} = await startRollout([primary({labels: {'iter8.tools/watch': 'true'}})]);
	await run('init', 'wisdom');
	await expect(run('deploy', 'wisdom', '--storage-uri', 'gs://models/two')).rejects.toThrow(
		'the primary of wisdom has no label app.kubernetes.io/version to count on from: give --version',
	);
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--version', 'blue');
	expect(isvc('wisdom-1')?.metadata.labels?.['app.kubernetes.io/version']).toBe('blue');
});

test('a named template is the starting point where it is asked for', async () => {
	const {run, isvc} = await startRollout([primary()]);
	await run('init', 'wisdom');
	await run('deploy', 'wisdom', '--template', 'xgboost', '--storage-uri', 'gs://models/two');
	expect(isvc('wisdom-1')?.['spec']).toEqual({
		predictor: {
			minReplicas: 1,
			model: {
				modelFormat: {name: 'xgboost'},
				protocolVersion: 'v2',
				runtime: 'kserve-mlserver',
				storageUri: 'gs://models/two',
			},
		},
	});
	await expect(run('deploy', 'wisdom', '--template', 'nosuch', '--storage-uri', 'x')).rejects.toThrow(
		/^no template nosuch; there are: custom, huggingface, sklearn, xgboost/,
	);
});

test.each([
	[[], {env: [{name: 'MLSERVER_MODEL_NAME', value: 'digits'}], runtime: 'kserve-mlserver'}],
	[['--template', 'xgboost'], {env: [{name: 'MLSERVER_MODEL_NAME', value: 'digits'}]}],
	[['--template', 'huggingface'], {args: ['--model_name=digits']}],
])('the candidate serves its model under the name that is given: %j', async (argv, expected) => {
	const {predictor} = primary()['spec'] as {predictor: {model: object}};
	const own = {
		...primary(),
		spec: {predictor: {...predictor, model: {...predictor.model, runtime: 'kserve-mlserver'}}},
	};
	const {run, isvc} = await startRollout([own], {hasDaemon: false});
	await run('init', 'wisdom');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--model-name', 'digits', ...argv);
	expect(isvc('wisdom-1')?.['spec']).toMatchObject({predictor: {model: expected}});
});

test.each([
	['model name that fits into no path', 'gs://models/two', 'a/b', 'the model name "a/b" does not fit into a path'],
	['storage URI of a variable that is not set', '', 'owl', 'the storage URI is empty: say where the model is'],
])('a %s is refused before anything is changed', async (_, storageUri, modelName, words) => {
	const {run, cluster} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom');
	cluster.forgetCalls();
	const deploying = run('deploy', 'wisdom', `--storage-uri=${storageUri}`, '--model-name', modelName);
	await expect(deploying).rejects.toThrow(words);
	expect(writesOf(cluster)).toEqual([]);
});

test('a model that does not load ends the wait with the words of KServe', async () => {
	const {run, isvc} = await startRollout([primary()]);
	await run('init', 'wisdom');
	await expect(run('deploy', 'wisdom', '--storage-uri', 'gs://models/broken', '--wait')).rejects.toThrow(
		'InferenceService wisdom-1 failed to load: FailedToLoad: ModelLoadFailed: no such model: drop it with "kubectl iter8 abort wisdom -n models"',
	);
	expect(storageUri(isvc('wisdom-1'))).toBe('gs://models/broken');
});

test('an app without routing is told to be set up first', async () => {
	const {run} = await startRollout([primary()]);
	await expect(run('deploy', 'wisdom', '--storage-uri', 'gs://models/two')).rejects.toThrow(
		'no app wisdom in namespace models: set up its routing with "kubectl iter8 init wisdom -n models"',
	);
});

test('deploy says which requests the candidate gets, in its plan and as its last line', async () => {
	const share = async (
		init: readonly string[],
		...more: readonly (readonly string[])[]
	): Promise<string | undefined> => {
		const {run} = await startRollout([primary({annotations: {'serving.kserve.io/deploymentMode': 'Standard'}})]);
		await run('init', 'wisdom', ...init);
		const argv = ['wisdom', '--storage-uri', 'gs://models/two', '--model-name', 'digits'];
		let {stderr} = await run('deploy', ...argv);
		for (const [verb, ...words] of more) ({stderr} = await run(verb as 'deploy', 'wisdom', ...words));
		return stderr.trimEnd().split('\n').at(-1);
	};
	const split = ['--strategy', 'blue-green', '--model-name', 'digits', '--weights'];
	expect(await share([])).toBe('wisdom-1 gets the requests with traffic: test while it is ready');
	expect(await share(['--match', 'user=a', '--match', 'user=b'])).toBe(
		'wisdom-1 gets the requests with user: a or user: b while it is ready',
	);
	expect(await share([...split, '90,10'])).toBe('wisdom-1 gets 10 % of the requests while it is ready');
	expect(await share(['--strategy', 'mirror', '--model-name', 'digits', '--weights', '20'])).toBe(
		'wisdom-1 gets copies of 20 % of the requests while it is ready',
	);
	const zero =
		'wisdom-1 gets no requests, as its weight is 0: change that with "kubectl iter8 weights wisdom -n models"';
	expect(await share([...split, '100,0'])).toBe(zero);
	const again = ['deploy', '--storage-uri', 'gs://models/three', '--model-name', 'digits'];
	expect(await share([...split, '90,10'], ['abort', '--yes', '--drain', '10ms'], again)).toBe(zero);
});

test('deploy says what a candidate gets beside versions that are on their way, and what until then', async () => {
	const broken = JSON.parse(JSON.stringify(primary()).replace('gs://models/one', 'gs://models/broken')) as KubeObject;
	const {run} = await startRollout([broken]);
	await run(
		'init',
		'wisdom',
		'--strategy',
		'blue-green',
		'--model-name',
		'digits',
		'--versions',
		'wisdom-0,wisdom-1,wisdom-2',
		'--weights',
		'80,10,10',
	);
	const deployed = async () => {
		const argv = ['wisdom', '--storage-uri', 'gs://models/broken', '--model-name', 'digits'];
		const {stderr} = await run('deploy', ...argv);
		return stderr.split('\n').filter(line => line.includes(' gets '));
	};
	expect(await deployed()).toEqual([
		'wisdom-1 gets 11 % of the requests while it is ready, 100 % until wisdom-0 is ready as well',
	]);
	expect(await deployed()).toEqual([
		'wisdom-2 gets 10 % of the requests while it is ready, 100 % until wisdom-0 and wisdom-1 are ready as well',
	]);
});

test('a file for a version that is not the next free one says which is', async () => {
	const {run, cluster} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom');
	cluster.forgetCalls();
	const folder = makeFiles({
		primary: formatYaml(primary()),
		stranger: formatYaml({...primary(), metadata: {name: 'nova-0'}}),
	});
	await expect(run('deploy', 'wisdom', '-f', join(folder, 'primary'))).rejects.toThrow(
		/^wisdom-0 of wisdom is not its next free version, which is wisdom-1$/,
	);
	await expect(run('deploy', 'wisdom', '-f', join(folder, 'stranger'))).rejects.toThrow(
		/^the routemap of wisdom does not name nova-0: its next free version is wisdom-1$/,
	);
	expect(writesOf(cluster)).toEqual([]);
});
