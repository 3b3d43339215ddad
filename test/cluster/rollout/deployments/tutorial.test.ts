import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {readRequests} from '../../testbed/models.ts';
import {waitFor} from '../../testbed/wait.ts';
import {printFigures} from '../expectations.ts';
import {ruleNames} from '../routes.ts';
import {clientsAt, startStageWith, type Stage} from '../stage.ts';
import {deploymentPaths as paths, inferPath} from './objects.ts';
import {imageOf, startPods, type Pods} from './pods.ts';
import {applyPrimary, expectGone, expectHistory, expectStory, gatewayName, patienceMs} from './story.ts';

let stage: Stage<Pods>;
beforeAll(async () => {
	stage = await startStageWith(startPods);
	stage.daemon.start();
});
afterAll(async () => stage?.stop());

test('the tutorial with Deployments, and undo after it, loses no request and routes each where the strategy says', async () => {
	const {testbed, read, expectIter8} = stage;
	const {startLoad, answeredBy} = clientsAt(testbed, testbed.ingress, {path: inferPath});
	const input = join(testbed.runDir, 'input.json');
	await writeFile(input, JSON.stringify(readRequests()[0]?.request));
	const request = ['-f', input, '--path', inferPath];
	await applyPrimary(stage);
	await expectIter8('init', 'wisdom', '--app-type', 'deployment', '--gateway', gatewayName);
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', patienceMs, 50);
	const load = await startLoad('primary');
	await load.steady();

	await load.mark('deploying');
	expect(await expectIter8('deploy', 'wisdom', '--image', imageOf('digits-rf'), '--wait')).toBe(
		'deployment.apps/wisdom-1 created\nservice/wisdom-1 created\ndeployment.apps/wisdom-1 is ready\n',
	);
	await waitFor('the candidate', async () => (await answeredBy({traffic: 'test'})) === 'wisdom-1', patienceMs, 50);
	expect(ruleNames(await read(paths.route))).toEqual(['wisdom-1', 'wisdom-0']);
	await load.mark('candidate');
	await load.steady();
	expect(await expectIter8('send-test', 'wisdom', ...request, '-H', 'traffic: test')).toMatch(/200 +wisdom-1 /);

	await load.mark('promoting');
	expect(await expectIter8('promote', 'wisdom', '--yes', ...request)).toBe(
		[
			'wisdom-1 answered an inference with HTTP 200',
			'deployment.apps/wisdom-0 replaced',
			'deployment.apps/wisdom-0 serves its new spec',
			'wisdom-0 answered an inference with HTTP 200',
			'deployment.apps/wisdom-1 deleted',
			'',
		].join('\n'),
	);
	expect([await read(paths.candidate), await read(paths.candidateService)]).toEqual([undefined, undefined]);
	expect(ruleNames(await read(paths.route))).toEqual(['wisdom-0']);
	await load.mark('alone');
	await load.steady();

	await load.mark('undoing');
	expect(await expectIter8('undo', 'wisdom', '--yes', ...request)).toBe(
		[
			'deployment.apps/wisdom-0 restored',
			'deployment.apps/wisdom-0 serves its restored spec',
			'wisdom-0 answered an inference with HTTP 200',
			'',
		].join('\n'),
	);
	await load.mark('undone');
	await load.steady();

	const report = await load.stop();
	printFigures('the tutorial with Deployments, then undo', report);
	expectStory(report);
	await expectHistory(stage);
	await expectIter8('cleanup', 'wisdom', '--all', '--yes');
	await expectGone(stage);
}, 600_000);
