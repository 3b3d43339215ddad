import {expect, test} from 'vitest';
import {inferenceServices} from '../../../source/objects/resource.ts';
import {primary, startRollout} from '../rollout.ts';

test('cleanup removes the routing and leaves the versions, without our finalizer', async () => {
	const {run, isvc, route, service, configMap} = await startRollout([primary()]);
	await run('init', 'wisdom');
	expect((await run('cleanup', 'wisdom', '--yes', '--drain', '10ms')).stdout).toBe(
		[
			'configmap/wisdom-routemap retired',
			'virtualservice.networking.istio.io/wisdom deleted',
			'service/wisdom deleted',
			'finalizers released',
			'configmap/wisdom-routemap deleted',
			'',
		].join('\n'),
	);
	expect([route(), service('wisdom'), configMap('wisdom-routemap')]).toEqual([undefined, undefined, undefined]);
	expect(isvc('wisdom-0')?.metadata.finalizers ?? []).toEqual([]);
});

test('cleanup --all takes the versions too, also with no daemon there to release them', async () => {
	const {run, isvc} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two');
	await run('cleanup', 'wisdom', '--all', '--yes', '--drain', '10ms');
	expect([isvc('wisdom-0'), isvc('wisdom-1')]).toEqual([undefined, undefined]);
});

test('a candidate that hangs in its deletion because the daemon is gone is released by cleanup', async () => {
	const {run, isvc, cluster} = await startRollout([primary()], {hasDaemon: false});
	await run('init', 'wisdom');
	await run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
	const guard = [{op: 'add', path: '/metadata/finalizers', value: ['iter8.tools/finalizer']}] as const;
	await cluster.patch(inferenceServices, 'models', 'wisdom-1', guard);
	await cluster.delete(inferenceServices, 'models', 'wisdom-1');
	expect(isvc('wisdom-1')?.metadata.deletionTimestamp).toBeDefined();
	await run('cleanup', 'wisdom', '--yes', '--drain', '10ms');
	expect(isvc('wisdom-1')).toBeUndefined();
});

test('without a terminal and without --yes nothing is changed, and the plan is shown', async () => {
	const {run, route} = await startRollout([primary()]);
	await run('init', 'wisdom');
	await expect(run('cleanup', 'wisdom', '--all')).rejects.toThrow(
		'nobody to ask: this is not a terminal; add --yes to go ahead',
	);
	expect(route()).toBeDefined();
});
