import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {modelUri} from '../testbed/models.ts';
import {waitFor} from '../testbed/wait.ts';
import {isReady, paths, primaryOnly, withCandidate} from './routes.ts';
import {startStage, type Stage} from './stage.ts';
import {inferenceService} from './tutorial-yaml.ts';

/** A killed daemon's lease is fresh for so long, in milliseconds. */
const leaseMs = 15_000;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
});
afterAll(async () => stage?.stop());

/** A primary and a candidate that are routed by a daemon, which is then killed and its lease left to expire. */
beforeEach(async () => {
	const {testbed, read, expectIter8, daemon} = stage;
	daemon.start();
	await testbed.kubectl(['apply', '-f', '-'], inferenceService('wisdom-0', 'v0', 'digits-lr'));
	await expectIter8('init', 'wisdom', '--routes', 'iter8');
	await expectIter8('deploy', 'wisdom', '--storage-uri', modelUri('digits-rf'), '--wait');
	await waitFor('wisdom-0 to be ready', async () => isReady(await read(paths.primary)), 90_000, 200);
	await waitFor(
		'the route to both',
		async () => JSON.stringify((await read(paths.route))?.['spec']) === JSON.stringify(withCandidate),
		90_000,
	);
	await daemon.kill();
	await waitFor('the lease to expire', leaseIsExpired, leaseMs + 15_000, 500);
}, 180_000);

/** As a user would learn it. */
async function leaseIsExpired(): Promise<boolean> {
	const {daemon} = JSON.parse(await stage.expectIter8('status', '-o', 'json')) as {daemon: {isExpired: boolean} | null};
	return daemon?.isExpired ?? true;
}

const hangs = async (path: string): Promise<boolean> =>
	(await stage.read(path))?.metadata.deletionTimestamp !== undefined;

test('with the daemon gone abort moves the route, drains and releases the candidate itself', async () => {
	const {testbed, read, expectIter8} = stage;
	await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-1', '--wait=false']);
	expect(await hangs(paths.candidate)).toBe(true);
	await expectIter8('abort', 'wisdom', '--yes');
	expect(await read(paths.candidate)).toBeUndefined();
	expect((await read(paths.route))?.['spec']).toEqual(primaryOnly);
	await expectIter8('cleanup', 'wisdom', '--all', '--yes');
	expect(await read(paths.primary)).toBeUndefined();
});

test('with the daemon gone cleanup ends deletions that hang, the only version included', async () => {
	const {testbed, read, expectIter8} = stage;
	await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-0', 'wisdom-1', '--wait=false']);
	expect([await hangs(paths.primary), await hangs(paths.candidate)]).toEqual([true, true]);
	await expectIter8('cleanup', 'wisdom', '--yes');
	expect([await read(paths.primary), await read(paths.candidate), await read(paths.route)]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
});

test('while a daemon leads, deleting the only version ends, and so does deleting the whole namespace', async () => {
	const {testbed, read, daemon} = stage;
	daemon.start('-A');
	await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-1', '--timeout=60s']);
	await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-0', '--timeout=60s']);
	expect(await read(paths.primary)).toBeUndefined();

	await testbed.kubectl(['create', 'namespace', 'models']);
	const yaml = inferenceService('wisdom-0', 'v0', 'digits-lr');
	await testbed.kubectl(['apply', '-n', 'models', '-f', '-'], yaml);
	await stage.expectIter8('init', 'wisdom', '-n', 'models');
	const guarded = '/apis/serving.kserve.io/v1beta1/namespaces/models/inferenceservices/wisdom-0';
	await waitFor(
		'the finalizer',
		async () => (await read(guarded))?.metadata.finalizers?.includes('iter8.tools/finalizer') ?? false,
	);
	await testbed.kubectl(['delete', 'namespace', 'models', '--timeout=60s']);
	expect(await read(guarded)).toBeUndefined();
	expect(await daemon.stop()).toBe(0);
	await stage.expectIter8('cleanup', 'wisdom', '--yes');
});
