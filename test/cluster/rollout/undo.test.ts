import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {fieldAt, listAt} from '../../../source/objects/object.ts';
import {modelUri, readRequests} from '../testbed/models.ts';
import {waitFor} from '../testbed/wait.ts';
import {expectNothingLost, expectSteady, expectWithin, printFigures} from './expectations.ts';
import {isReady, paths, primaryOnly} from './routes.ts';
import {startStage, type Stage} from './stage.ts';
import {inferenceService} from './tutorial-yaml.ts';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
	stage.daemon.start();
});
afterAll(async () => stage?.stop());

test('undo of a promotion under load loses no request, and the history tells who did what', async () => {
	const {testbed, read, answeredBy, expectIter8} = stage;
	const input = join(testbed.runDir, 'input.json');
	await writeFile(input, JSON.stringify(readRequests()[0]?.request));
	await testbed.kubectl(['create', 'clusterrolebinding', 'bea', '--clusterrole=cluster-admin', '--user=bea']);
	await testbed.kubectl(['apply', '-f', '-'], inferenceService('wisdom-0', 'v0', 'digits-lr'));
	await waitFor('wisdom-0 to be ready', async () => isReady(await read(paths.primary)), 90_000, 200);
	await expectIter8('init', 'wisdom', '--routes', 'iter8');
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', 90_000, 50);
	await expectIter8('deploy', 'wisdom', '--storage-uri', modelUri('digits-rf'), '--wait');
	await expectIter8('promote', 'wisdom', '--yes', '-f', input);

	const load = await stage.startLoad('promoted');
	await load.steady();
	await load.mark('undoing');
	expect(await expectIter8('undo', 'wisdom', '--yes', '-f', input, '--as', 'bea')).toBe(
		[
			'inferenceservice.serving.kserve.io/wisdom-0 restored',
			'inferenceservice.serving.kserve.io/wisdom-0 serves its restored spec',
			'wisdom-0 answered an inference with HTTP 200',
			'',
		].join('\n'),
	);
	await load.mark('undone');
	await load.steady();

	const report = await load.stop();
	printFigures('a promotion, undone', report);
	expectNothingLost(report);
	expectSteady(report, 'promoted', {plain: 'wisdom-0 digits-rf', test: 'wisdom-0 digits-rf'});
	const either = ['wisdom-0 digits-rf', 'wisdom-0 digits-lr'];
	expectWithin(report, 'undoing', {plain: either, test: either});
	expectSteady(report, 'undone', {plain: 'wisdom-0 digits-lr', test: 'wisdom-0 digits-lr'});
	expect((await read(paths.route))?.['spec']).toEqual(primaryOnly);
	expect((await read(paths.primary))?.metadata.labels?.['app.kubernetes.io/version']).toBe('v0');

	const history: unknown = JSON.parse(await expectIter8('history', 'wisdom', '-o', 'json'));
	const told = listAt(history, 'revisions').map(revision => [
		fieldAt(revision, 'revision'),
		fieldAt(revision, 'version'),
		fieldAt(revision, 'change', 'action'),
		fieldAt(revision, 'change', 'by'),
		fieldAt(revision, 'spec', 'predictor', 'model', 'storageUri'),
	]);
	expect(told).toEqual([
		[3, 'v0', 'undo', 'bea', modelUri('digits-lr')],
		[2, 'v1', 'promote', 'admin', modelUri('digits-rf')],
		[1, 'v0', undefined, undefined, modelUri('digits-lr')],
	]);
}, 600_000);
