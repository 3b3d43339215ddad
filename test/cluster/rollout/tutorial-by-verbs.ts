import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import type {LoadReport} from '../load/report.ts';
import {modelUri, readRequests} from '../testbed/models.ts';
import {waitFor} from '../testbed/wait.ts';
import {expectSteady, expectWithin, printFigures} from './expectations.ts';
import {isReady, paths, ruleNames} from './routes.ts';
import type {Stage} from './stage.ts';
import {inferenceService, type TutorialMode} from './tutorial-yaml.ts';

type Acts = Pick<Stage, 'testbed' | 'read' | 'answeredBy' | 'expectIter8' | 'startLoad'>;

/**
 * The tutorial through our verbs, from nothing to nothing, under load; checks what the verbs say, the routes, and who answered.
 * Resolves to the load's report: what it lost is for the caller to judge.
 */
export async function tutorialByVerbs(stage: Acts, mode?: TutorialMode): Promise<LoadReport> {
	const {testbed, read, answeredBy, expectIter8} = stage;
	const input = join(testbed.runDir, 'input.json');
	await writeFile(input, JSON.stringify(readRequests()[0]?.request));
	await testbed.kubectl(['apply', '-f', '-'], inferenceService('wisdom-0', 'v0', 'digits-lr', mode));
	await waitFor('wisdom-0 to be ready', async () => isReady(await read(paths.primary)), 180_000, 200);

	expect(await expectIter8('init', 'wisdom')).toBe(
		'service/wisdom created\nconfigmap/wisdom-routemap created\nvirtualservice.networking.istio.io/wisdom created\n',
	);
	expect(await expectIter8('init', 'wisdom')).toBe(
		'service/wisdom unchanged\nconfigmap/wisdom-routemap unchanged\nvirtualservice.networking.istio.io/wisdom unchanged\n',
	);
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', 90_000, 50);
	expect(ruleNames(await read(paths.route))).toEqual(['wisdom-0-infer', 'wisdom-0']);

	const load = await stage.startLoad('primary');
	await load.steady();

	await load.mark('deploying');
	expect(await expectIter8('deploy', 'wisdom', '--storage-uri', modelUri('digits-rf'), '--wait')).toBe(
		'inferenceservice.serving.kserve.io/wisdom-1 created\ninferenceservice.serving.kserve.io/wisdom-1 is ready\n',
	);
	await waitFor(
		'the candidate to answer',
		async () => (await answeredBy({traffic: 'test'})) === 'wisdom-1',
		90_000,
		50,
	);
	expect(ruleNames(await read(paths.route))).toEqual(['wisdom-1-infer', 'wisdom-1', 'wisdom-0-infer', 'wisdom-0']);
	await load.mark('candidate');
	await load.steady();
	// it ends with 1 when one is not answered
	await expectIter8('send-test', 'wisdom', '-f', input, '-H', 'traffic: test', '--requests', '20');

	await load.mark('promoting');
	expect(await expectIter8('promote', 'wisdom', '--yes', '-f', input)).toBe(
		[
			'wisdom-1 answered an inference with HTTP 200',
			'inferenceservice.serving.kserve.io/wisdom-0 replaced',
			'inferenceservice.serving.kserve.io/wisdom-0 serves its new spec',
			'wisdom-0 answered an inference with HTTP 200',
			'inferenceservice.serving.kserve.io/wisdom-1 deleted',
			'',
		].join('\n'),
	);
	expect(await read(paths.candidate)).toBeUndefined();
	expect(ruleNames(await read(paths.route))).toEqual(['wisdom-0-infer', 'wisdom-0']);
	await load.mark('alone');
	await load.steady();

	const report = await load.stop();
	printFigures(`tutorial through our verbs${mode ? `, KServe in ${mode} mode` : ''}`, report);
	expectSteady(report, 'primary', {plain: 'wisdom-0 digits-lr', test: 'wisdom-0 digits-lr'});
	expectWithin(report, 'deploying', {
		plain: ['wisdom-0 digits-lr'],
		test: ['wisdom-0 digits-lr', 'wisdom-1 digits-rf'],
	});
	expectSteady(report, 'candidate', {plain: 'wisdom-0 digits-lr', test: 'wisdom-1 digits-rf'});
	expectWithin(report, 'promoting', {
		plain: ['wisdom-0 digits-lr', 'wisdom-0 digits-rf'],
		test: ['wisdom-1 digits-rf', 'wisdom-0 digits-rf'],
	});
	expectSteady(report, 'alone', {plain: 'wisdom-0 digits-rf', test: 'wisdom-0 digits-rf'});

	await expectIter8('cleanup', 'wisdom', '--all', '--yes');
	for (const path of Object.values(paths)) expect([path, await read(path)]).toEqual([path, undefined]);
	return report;
}
