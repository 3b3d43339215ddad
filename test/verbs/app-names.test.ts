import {expect, test} from 'vitest';
import {canarySpec, routemapConfigMap} from '../helpers/app-objects.ts';
import {primary, startRollout, storageUri} from './rollout.ts';

/** As Iter8's samples have it: the routemap is called as the app. */
const samples = [primary(), routemapConfigMap('wisdom', canarySpec, {uid: 'sample'})];

test("a routemap that is called as its app, as in Iter8's samples, is found by every verb", async () => {
	const {run, isvc, route, configMap} = await startRollout(samples);
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	await run('promote', 'wisdom', '--yes', '--skip-test');
	expect(storageUri(isvc('wisdom-0'))).toBe('gs://models/two');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/three', '--version', 'v2', '--wait');
	await run('abort', 'wisdom', '--yes');
	expect(isvc('wisdom-1')).toBeUndefined();
	await expect(run('weights', 'wisdom', '9', '1')).rejects.toThrow('wisdom has no weights: under its strategy, canary');
	expect((await run('cleanup', 'wisdom', '--yes', '--drain', '10ms')).stdout).toBe(
		'configmap/wisdom retired\nvirtualservice.networking.istio.io/wisdom deleted\nconfigmap/wisdom-history deleted\nfinalizers released\nconfigmap/wisdom deleted\n',
	);
	expect([route(), configMap('wisdom')]).toEqual([undefined, undefined]);
});

test('init makes no second routemap for an app that has one under another name', async () => {
	const {run, configMap} = await startRollout(samples);
	const {stderr} = await run('init', 'wisdom');
	expect(stderr).toContain(
		'Warning: configmap/wisdom stays in force as it is, with other routes than init would make now',
	);
	expect([configMap('wisdom')?.metadata.uid, configMap('wisdom-routemap')]).toEqual(['sample', undefined]);
});

test('two routemaps of one app are told by every verb, and nothing is guessed', async () => {
	const {run} = await startRollout([...samples, routemapConfigMap('wisdom-routemap', canarySpec)]);
	for (const line of [
		['deploy', 'wisdom', '--storage-uri', 'gs://x'],
		['promote', 'wisdom'],
		['cleanup', 'wisdom'],
	]) {
		const [verb = '', ...words] = line;
		await expect(run(verb as 'deploy', ...words)).rejects.toThrow(
			'configmap models/wisdom and configmap models/wisdom-routemap both are the routemap of app wisdom',
		);
	}
});
