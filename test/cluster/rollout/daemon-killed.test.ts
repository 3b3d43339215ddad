import {setTimeout as delay} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {modelUri} from '../testbed/models.ts';
import {waitFor} from '../testbed/wait.ts';
import {expectNothingLost, printFigures} from './expectations.ts';
import {isReady, paths, primaryOnly} from './routes.ts';
import {startStage, type Stage} from './stage.ts';
import {inferenceService} from './tutorial-yaml.ts';

/** How long the daemon is away each time it is killed, in milliseconds: the issue being what happens meanwhile. */
const away = 5000;

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
	stage.daemon.start();
});
afterAll(async () => stage?.stop());

test('a daemon that is killed in the middle of deploy, promote and delete costs no request', async () => {
	const {testbed, read, answeredBy, expectIter8, daemon} = stage;
	const killAndRestart = async (): Promise<void> => {
		await daemon.kill();
		await delay(away);
		daemon.start();
	};
	await testbed.kubectl(['apply', '-f', '-'], inferenceService('wisdom-0', 'v0', 'digits-lr'));
	await waitFor('wisdom-0 to be ready', async () => isReady(await read(paths.primary)), 90_000, 200);
	await expectIter8('init', 'wisdom', '--routes', 'iter8');
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', 90_000, 50);
	const load = await stage.startLoad('primary');
	await load.steady();

	await load.mark('deploying');
	await expectIter8('deploy', 'wisdom', '--storage-uri', modelUri('digits-rf'));
	await killAndRestart();
	await waitFor(
		'the candidate to answer',
		async () => (await answeredBy({traffic: 'test'})) === 'wisdom-1',
		90_000,
		50,
	);
	await load.mark('candidate');
	await load.steady();

	await load.mark('promoting');
	const generation = (await read(paths.primary))?.metadata.generation ?? 0;
	const promotion = expectIter8('promote', 'wisdom', '--skip-test', '--yes');
	await waitFor(
		'the replace',
		async () => ((await read(paths.primary))?.metadata.generation ?? 0) > generation,
		90_000,
		20,
	);
	await killAndRestart();
	await load.mark('deleting');
	await waitFor(
		'the deletion',
		async () => (await read(paths.candidate))?.metadata.deletionTimestamp !== undefined,
		90_000,
		20,
	);
	await killAndRestart();
	await promotion;
	await load.mark('alone');
	await waitFor(
		'the route without the candidate',
		async () => (await answeredBy({traffic: 'test'})) === 'wisdom-0',
		90_000,
		50,
	);
	await load.steady();

	const report = await load.stop();
	printFigures('daemon killed three times', report);
	expectNothingLost(report);
	expect(await read(paths.candidate)).toBeUndefined();
	expect((await read(paths.route))?.['spec']).toEqual(primaryOnly);
	expect(await expectIter8('status', 'wisdom', '-o', 'name')).toBe('wisdom\n');
}, 600_000);
