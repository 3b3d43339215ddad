import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {dialoguesOf} from '../../../helpers/pty/dialogues.ts';
import {keys, openPty} from '../../../helpers/pty/pty.ts';
import {readRequests} from '../../testbed/models.ts';
import {waitFor} from '../../testbed/wait.ts';
import {printFigures} from '../expectations.ts';
import {ruleNames} from '../routes.ts';
import {clientsAt, pluginEnvironment, startStageWith, type Stage} from '../stage.ts';
import {deploymentPaths as paths, inferPath} from './objects.ts';
import {imageOf, startPods, type Pods} from './pods.ts';
import {applyPrimary, expectGone, expectHistory, expectStory, gatewayName, patienceMs} from './story.ts';

let stage: Stage<Pods>;
beforeAll(async () => {
	stage = await startStageWith(startPods);
	stage.daemon.start();
});
afterAll(async () => stage?.stop());

test('the tutorial with Deployments and undo after it, by keys alone, lose no request and route each where the strategy says', async () => {
	const {testbed, read} = stage;
	const {startLoad, answeredBy} = clientsAt(testbed, testbed.ingress, {path: inferPath});
	const input = join(testbed.runDir, 'input.json');
	await writeFile(input, JSON.stringify(readRequests()[0]?.request));
	const {NO_COLOR: _, ...env} = pluginEnvironment(testbed.kubeconfig);
	const pty = await openPty(testbed.kubectlPath, ['iter8', 'tui'], {
		columns: 110,
		rows: 34,
		env: env as Record<string, string>,
	});
	onTestFinished(() => pty.close());
	const {goAhead, cleanUpAll, explain} = dialoguesOf(pty, patienceMs);
	const next = async (field: string): Promise<void> => {
		pty.press(keys.tab);
		await pty.until(field);
	};
	/** No model is known under the version's name, so that none can be asked without a request. */
	const withoutTest = async (plan: string): Promise<void> => {
		await pty.until('send an inference to wisdom-0');
		pty.press('t');
		await pty.until(screen => !screen.includes('send an inference to wisdom-0'));
		await goAhead(plan);
	};

	await pty.until('There are no apps in namespace default.');
	await applyPrimary(stage);
	pty.press('i');
	await pty.until('Initialize an app');
	pty.press('wisdom');
	await pty.until('deployment.apps/wisdom-0 is there');
	for (const field of ['Strategy', 'Candidate for', 'Served by', 'Routed by', 'Model name', 'Gateways']) {
		await next(`▸ ${field}`);
	}

	pty.press(gatewayName);
	await pty.until(gatewayName);
	pty.press(keys.enter);
	await goAhead('1. create service default/wisdom');
	await pty.until(/▸ wisdom +✔ stable/);
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', patienceMs, 50);
	const load = await startLoad('primary');
	await load.steady();

	await load.mark('deploying');
	pty.press('d');
	await pty.until('▸ Image');
	pty.press(imageOf('digits-rf'));
	await pty.until(screen => screen.includes(imageOf('digits-rf')) && screen.includes('name: wisdom-1'));
	pty.press(keys.enter);
	await goAhead('1. create deployment default/wisdom-1');
	await pty.until(/▸ wisdom +✔ candidate ready/);
	await waitFor('the candidate', async () => (await answeredBy({traffic: 'test'})) === 'wisdom-1', patienceMs, 50);
	expect(ruleNames(await read(paths.route))).toEqual(['wisdom-1', 'wisdom-0']);
	await load.mark('candidate');
	await load.steady();

	pty.press('t');
	await pty.until('Send a test to wisdom');
	for (const field of ['Requests each', 'At a time', 'Path']) await next(`▸ ${field}`);
	pty.press(inferPath);
	await pty.until(inferPath);
	await next('▸ Request ');
	pty.press(input);
	await pty.until('input.json');
	pty.press(keys.enter);
	await goAhead('1. send the same 20 requests to each of wisdom-0 and wisdom-1, 2 at a time');
	await pty.until(/wisdom-1 +v1 +✔ ready/);
	await explain('wisdom-0', 'wisdom-1');

	await load.mark('promoting');
	pty.press('p');
	await withoutTest('1. replace the spec of deployment default/wisdom-0 by that of wisdom-1');
	await pty.until(/▸ wisdom +✔ stable/);
	expect([await read(paths.candidate), await read(paths.candidateService)]).toEqual([undefined, undefined]);
	expect(ruleNames(await read(paths.route))).toEqual(['wisdom-0']);
	await load.mark('alone');
	await load.steady();

	await load.mark('undoing');
	pty.press('u');
	await pty.until('▸ Go back to');
	pty.press(keys.enter);
	await withoutTest('1. restore an earlier spec of deployment default/wisdom-0');
	await load.mark('undone');
	await load.steady();

	const report = await load.stop();
	printFigures('the tutorial with Deployments and undo, by keys', report);
	expectStory(report);
	await expectHistory(stage);
	await cleanUpAll('wisdom');
	await pty.until('There are no apps in namespace default.');
	await expectGone(stage);
	pty.press('q');
	expect(await pty.exited).toBe(0);
}, 600_000);
