import {join} from 'node:path';
import {expect, test} from 'vitest';
import {playApp} from '../../helpers/played-app.ts';
import {sendJson, startServer} from '../../kube/api-server.ts';
import {makeFiles} from '../../kube/surroundings.ts';
import {firstVersion} from '../../runner/crashes/app.ts';
import {primary, startRollout, storageUri, type Rollout, writesOf} from '../rollout.ts';

async function withCandidate(uri: string, options?: {readonly hasDaemon: boolean}): Promise<Rollout> {
	const rollout = await startRollout([primary()], options);
	await rollout.run('init', 'wisdom');
	await rollout.run('deploy', 'wisdom', '--storage-uri', uri, '--wait');
	return rollout;
}

const promoted = [
	'inferenceservice.serving.kserve.io/wisdom-0 replaced',
	'inferenceservice.serving.kserve.io/wisdom-0 serves its new spec',
	'inferenceservice.serving.kserve.io/wisdom-1 deleted',
	'',
].join('\n');

test('promote gives the primary the spec and version of the candidate and deletes the candidate last', async () => {
	const {run, isvc, cluster} = await withCandidate('gs://models/two');
	cluster.forgetCalls();
	const {stdout, stderr} = await run('promote', 'wisdom', '--yes', '--skip-test');
	expect(stdout).toBe(promoted);
	expect(stderr.split('\n')[0]).toBe('Warning: wisdom-1 was never tested since its spec last changed');
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/two');
	expect(isvc('wisdom-0')?.metadata.labels?.['app.kubernetes.io/version']).toBe('v1');
	expect(isvc('wisdom-0')?.metadata.finalizers).toEqual(['iter8.tools/finalizer']);
	expect(isvc('wisdom-1')).toBeUndefined();
	const writes = cluster.calls.filter(call => /^(apply configmaps|(replace|delete) inferenceservices)/.test(call));
	expect(writes).toEqual(['replace inferenceservices models/wisdom-0', 'delete inferenceservices models/wisdom-1']);
});

test('equal specs change the label only, once the primary serves its own', async () => {
	const {run, isvc} = await withCandidate('gs://models/one');
	expect((await run('promote', 'wisdom', '--yes', '--skip-test')).stdout).toBe(
		[
			'inferenceservice.serving.kserve.io/wisdom-0 serves its spec',
			'inferenceservice.serving.kserve.io/wisdom-0 labeled',
			'inferenceservice.serving.kserve.io/wisdom-1 deleted',
			'',
		].join('\n'),
	);
	expect(isvc('wisdom-0')?.metadata.labels?.['app.kubernetes.io/version']).toBe('v1');
});

test('a promote that was stopped after the replace goes on with all that there is to decide on, and the candidate stays until the primary serves', async () => {
	const {run, isvc, cluster} = await withCandidate('gs://models/two');
	cluster.onCall = call => {
		if (call.startsWith('delete')) throw new Error('stopped here');
	};
	await expect(run('promote', 'wisdom', '--yes', '--skip-test')).rejects.toThrow('stopped here');
	expect(isvc('wisdom-1')?.metadata.deletionTimestamp).toBeUndefined();
	cluster.onCall = undefined;
	expect((await run('promote', 'wisdom', '--dry-run', '--skip-test')).stdout).toBe(`\
promote wisdom-1 of wisdom (going on):
  1. wait until wisdom-0 serves its new spec
  2. delete inferenceservice models/wisdom-1
  ! inferenceservice models/wisdom-1 is deleted; its spec lives on in wisdom-0
  ! wisdom-1 was never tested since its spec last changed
    …
      model:
        modelFormat:
          name: sklearn
  -     storageUri: gs://models/one
  +     storageUri: gs://models/two
`);
	expect((await run('promote', 'wisdom', '--yes', '--skip-test')).stdout).toBe(promoted.replace(/^.*replaced\n/, ''));
	expect(isvc('wisdom-1')).toBeUndefined();
});

test('abort after a promote that was stopped brings the old spec back and deletes the candidate last', async () => {
	const {run, isvc, cluster} = await withCandidate('gs://models/two');
	cluster.onCall = call => {
		if (call.startsWith('delete')) throw new Error('stopped here');
	};
	await expect(run('promote', 'wisdom', '--yes', '--skip-test')).rejects.toThrow('stopped here');
	cluster.onCall = undefined;
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/two');
	cluster.forgetCalls();
	expect((await run('abort', 'wisdom', '--yes')).stdout).toBe(
		[
			'inferenceservice.serving.kserve.io/wisdom-0 restored',
			'inferenceservice.serving.kserve.io/wisdom-0 serves its old spec again',
			'inferenceservice.serving.kserve.io/wisdom-1 deleted',
			'',
		].join('\n'),
	);
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/one');
	expect(isvc('wisdom-0')?.metadata.labels?.['app.kubernetes.io/version']).toBe('v0');
	expect(isvc('wisdom-1')).toBeUndefined();
	expect(cluster.calls.filter(call => /^(replace|delete) inferenceservices/.test(call))).toEqual([
		'replace inferenceservices models/wisdom-0',
		'delete inferenceservices models/wisdom-1',
	]);
});

test('dry runs change nothing and say what would be done', async () => {
	const {run, isvc, cluster} = await withCandidate('gs://models/two');
	cluster.forgetCalls();
	expect((await run('promote', 'wisdom', '--dry-run=server')).stdout).toBe(
		[
			'inferenceservice.serving.kserve.io/wisdom-0 replaced (server dry run)',
			'inferenceservice.serving.kserve.io/wisdom-1 deleted (server dry run)',
			'',
		].join('\n'),
	);
	expect((await run('promote', 'wisdom', '--dry-run', '--skip-test')).stdout).toBe(`\
promote wisdom-1 of wisdom:
  1. replace the spec of inferenceservice models/wisdom-0 by that of wisdom-1
  2. wait until wisdom-0 serves its new spec
  3. delete inferenceservice models/wisdom-1
  ! inferenceservice models/wisdom-1 is deleted; its spec lives on in wisdom-0
  ! wisdom-1 was never tested since its spec last changed
    …
      model:
        modelFormat:
          name: sklearn
  -     storageUri: gs://models/one
  +     storageUri: gs://models/two
`);
	expect([storageUri(isvc('wisdom-0')), isvc('wisdom-1')?.metadata.deletionTimestamp]).toEqual([
		'gs://models/one',
		undefined,
	]);
	expect(writesOf(cluster).filter(call => !call.startsWith('delete'))).toEqual([]);
});

test('what cannot be asked of the candidate is found before anything is replaced', async () => {
	const {run, isvc, cluster} = await withCandidate('gs://models/two');
	cluster.forgetCalls();
	await expect(run('promote', 'wisdom', '--yes')).rejects.toThrow(
		/^cannot find the gateway of app wisdom.*; nothing was changed$/s,
	);
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/one');
	expect(cluster.calls.filter(call => /^(replace|delete) inferenceservices/.test(call))).toEqual([]);
});

test('without a daemon promote moves the route, drains and releases the candidate itself', async () => {
	const {run, isvc, route} = await withCandidate('gs://models/two', {hasDaemon: false});
	expect((await run('promote', 'wisdom', '--yes', '--skip-test', '--drain', '10ms')).stdout).toBe(promoted);
	expect(isvc('wisdom-1')).toBeUndefined();
	expect(JSON.stringify(route()?.['spec'])).not.toContain('wisdom-1');
});

test('there must be a candidate, and it must be able to take requests', async () => {
	const {run} = await startRollout([primary()]);
	await run('init', 'wisdom');
	await expect(run('promote', 'wisdom', '--yes')).rejects.toThrow(
		'wisdom has no candidate to promote: deploy one with "kubectl iter8 deploy wisdom --storage-uri URI -n models"',
	);
	const shop = await playApp(firstVersion('Deployment'));
	await shop.run('init wisdom --app-type deployment');
	expect((await shop.run('promote wisdom --yes')).error).toBe(
		'wisdom has no candidate to promote: deploy one with "kubectl iter8 deploy wisdom --image IMAGE -n models"',
	);
	await shop.close();
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/broken');
	await expect(run('promote', 'wisdom', '--yes')).rejects.toThrow(
		'the candidate of wisdom cannot be promoted: InferenceService wisdom-1 failed to load: FailedToLoad: ModelLoadFailed: no such model',
	);
});

test("both versions are asked at a gateway of one's own with a token of one's own, which is shown nowhere", async () => {
	const {run} = await withCandidate('gs://models/two');
	const {url, received} = await startServer(({headers}, response) => {
		response.setHeader('app-version', headers['traffic'] === 'test' ? 'wisdom-1' : 'wisdom-0');
		sendJson(
			response,
			{outputs: [{name: 'y', datatype: 'FP32', shape: [1], data: [1]}]},
			headers.authorization === 'Bearer c2VjcmV0' ? 200 : 401,
		);
	});
	const inference = '{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}';
	const folder = makeFiles({token: 'c2VjcmV0\n', 'input.json': inference});
	const [request, token] = [join(folder, 'input.json'), join(folder, 'token')];
	const {stdout, stderr} = await run('promote', 'wisdom', '--yes', '-f', request, '--url', url, '--token-file', token);
	const answered = stdout.split('\n').filter(line => line.includes('answered'));
	expect(answered).toEqual(['wisdom-1', 'wisdom-0'].map(name => `${name} answered an inference with HTTP 200`));
	expect(received.map(({headers}) => headers.authorization)).toEqual(['Bearer c2VjcmV0', 'Bearer c2VjcmV0']);
	expect(stderr).not.toContain('c2VjcmV0');
});
