import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {fieldAt, listAt, numberAt} from '../../../../source/objects/object.ts';
import {readRequests} from '../../testbed/models.ts';
import {waitFor} from '../../testbed/wait.ts';
import {expectNothingLost, expectSteady, expectWithin, printFigures} from '../expectations.ts';
import {ruleNames} from '../routes.ts';
import {clientsAt, startStageWith, type Stage} from '../stage.ts';
import {deploymentPaths as paths, inferPath, primaryYaml} from './objects.ts';
import {imageOf, startPods, type Pods} from './pods.ts';

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
	await testbed.kubectl(['apply', '-f', '-'], primaryYaml('digits-lr'));
	await waitFor(
		'wisdom-0',
		async () => numberAt(await read(paths.primary), 'status', 'availableReplicas') === 1,
		90_000,
	);

	const gateway = 'knative-serving/knative-ingress-gateway';
	await expectIter8('init', 'wisdom', '--app-type', 'deployment', '--gateway', gateway);
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', 90_000, 50);
	const load = await startLoad('primary');
	await load.steady();

	await load.mark('deploying');
	expect(await expectIter8('deploy', 'wisdom', '--image', imageOf('digits-rf'), '--wait')).toBe(
		'deployment.apps/wisdom-1 created\nservice/wisdom-1 created\ndeployment.apps/wisdom-1 is ready\n',
	);
	await waitFor('the candidate', async () => (await answeredBy({traffic: 'test'})) === 'wisdom-1', 90_000, 50);
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
	const [old, candidate, promoted] = ['wisdom-0 digits-lr', 'wisdom-1 digits-rf', 'wisdom-0 digits-rf'] as const;
	expectNothingLost(report, true);
	expectSteady(report, 'primary', {plain: old, test: old});
	expectWithin(report, 'deploying', {plain: [old], test: [old, candidate]});
	expectSteady(report, 'candidate', {plain: old, test: candidate});
	// also while the Deployment controller has not seen the primary's new spec yet
	expectWithin(report, 'promoting', {plain: [old, promoted], test: [candidate, promoted]});
	expectSteady(report, 'alone', {plain: promoted, test: promoted});
	expectWithin(report, 'undoing', {plain: [promoted, old], test: [promoted, old]});
	expectSteady(report, 'undone', {plain: old, test: old});

	const history: unknown = JSON.parse(await expectIter8('history', 'wisdom', '-o', 'json'));
	const told = listAt(history, 'revisions').map(revision => [
		fieldAt(revision, 'version'),
		fieldAt(revision, 'change', 'action'),
		fieldAt(revision, 'change', 'by'),
		fieldAt(listAt(revision, 'spec', 'template', 'spec', 'containers')[0], 'image'),
	]);
	expect(told).toEqual([
		['v0', 'undo', 'admin', imageOf('digits-lr')],
		['v1', 'promote', 'admin', imageOf('digits-rf')],
		['v0', undefined, undefined, imageOf('digits-lr')],
	]);
	await expectIter8('cleanup', 'wisdom', '--all', '--yes');
	for (const path of Object.values(paths)) expect([path, await read(path)]).toEqual([path, undefined]);
}, 600_000);
