import {cp, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {modelUri} from '../testbed/models.ts';
import {waitFor} from '../testbed/wait.ts';
import {expectNothingLost, expectWithin, printFigures} from './expectations.ts';
import {isReady, paths, primaryOnly} from './routes.ts';
import {startStage, type Stage} from './stage.ts';
import {inferenceService} from './tutorial-yaml.ts';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
	stage.daemon.start();
});
afterAll(async () => stage?.stop());

test('a promotion whose model does not load a second time is undone by abort, and costs no request', async () => {
	const {testbed, read, answeredBy, iter8, expectIter8} = stage;
	const folder = join(testbed.runDir, 'digits-rf');
	await cp(fileURLToPath(modelUri('digits-rf')), folder, {recursive: true});
	await testbed.kubectl(['apply', '-f', '-'], inferenceService('wisdom-0', 'v0', 'digits-lr'));
	await waitFor('wisdom-0 to be ready', async () => isReady(await read(paths.primary)), 90_000, 200);
	await expectIter8('init', 'wisdom', '--routes', 'iter8');
	await expectIter8('deploy', 'wisdom', '--storage-uri', pathToFileURL(folder).href, '--wait');
	await waitFor(
		'the candidate to answer',
		async () => (await answeredBy({traffic: 'test'})) === 'wisdom-1',
		90_000,
		50,
	);
	await waitFor('the primary to answer', async () => (await answeredBy()) === 'wisdom-0', 90_000, 50);

	const load = await stage.startLoad('promoting');
	await rm(folder, {recursive: true});
	const promotion = await iter8('promote', 'wisdom', '--skip-test', '--yes');
	expect({code: promotion.code, stdout: promotion.stdout}).toEqual({
		code: 1,
		stdout: 'inferenceservice.serving.kserve.io/wisdom-0 replaced\n',
	});
	expect(promotion.stderr).toContain(
		'error: wisdom-0 failed to load its new model: FailedToLoad: ModelLoadFailed: RuntimeError: Local path',
	);
	expect((await read(paths.candidate))?.metadata.deletionTimestamp).toBeUndefined();

	await load.mark('aborting');
	expect(await expectIter8('abort', 'wisdom', '--yes')).toBe(
		[
			'inferenceservice.serving.kserve.io/wisdom-0 restored',
			'inferenceservice.serving.kserve.io/wisdom-0 serves its old spec again',
			'inferenceservice.serving.kserve.io/wisdom-1 deleted',
			'',
		].join('\n'),
	);
	expect((await read(paths.route))?.['spec']).toEqual(primaryOnly);
	expect((await read(paths.primary))?.metadata.labels?.['app.kubernetes.io/version']).toBe('v0');
	await load.sent(1000);

	const report = await load.stop();
	printFigures('a promotion that failed, undone', report);
	expectNothingLost(report);
	const allowed = {plain: ['wisdom-0 digits-lr'], test: ['wisdom-1 digits-rf', 'wisdom-0 digits-lr']};
	expectWithin(report, 'promoting', allowed);
	expectWithin(report, 'aborting', allowed);
}, 600_000);
