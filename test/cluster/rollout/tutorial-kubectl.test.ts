import {afterAll, beforeAll, expect, test} from 'vitest';
import {modelUri} from '../testbed/models.ts';
import {waitFor} from '../testbed/wait.ts';
import {expectNothingLost, expectSteady, expectWithin, printFigures} from './expectations.ts';
import {isReady, paths, primaryOnly, withCandidate} from './routes.ts';
import {startStage, type Stage} from './stage.ts';
import {inferenceService} from './tutorial-yaml.ts';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
	stage.daemon.start();
});
afterAll(async () => stage?.stop());

test('the tutorial through kubectl loses no request and routes each where the strategy says', async () => {
	const {testbed, read, answeredBy} = stage;
	const apply = (yaml: string): Promise<string> => testbed.kubectl(['apply', '-f', '-'], yaml);
	const specOf = async (path: string): Promise<unknown> => (await read(path))?.['spec'];

	await apply(inferenceService('wisdom-0', 'v0', 'digits-lr'));
	await waitFor('wisdom-0 to be ready', async () => isReady(await read(paths.primary)), 90_000, 200);
	const routing = await stage.expectIter8('init', 'wisdom', '--routes', 'iter8', '--dry-run=client', '-o', 'yaml');
	await apply(routing);
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', 90_000, 50);
	expect(await specOf(paths.route)).toEqual(primaryOnly);

	const load = await stage.startLoad('primary');
	await load.sent(2000);

	await load.mark('deploying');
	await apply(inferenceService('wisdom-1', 'v1', 'digits-rf'));
	await waitFor(
		'the candidate to answer',
		async () => (await answeredBy({traffic: 'test'})) === 'wisdom-1',
		90_000,
		50,
	);
	expect(await specOf(paths.route)).toEqual(withCandidate);
	await load.mark('candidate');
	await load.sent(2000);

	await load.mark('promoting');
	const revisions = stage.kserve.revisions('default', 'wisdom-0').length;
	await testbed.kubectl(['replace', '-f', '-'], inferenceService('wisdom-0', 'v1', 'digits-rf'));
	await waitFor('the finalizer to be put back', async () => hasFinalizer(await read(paths.primary)), 30_000, 20);
	expect(revisions).toBe(1);
	await waitFor(
		'wisdom-0 to serve the new model alone',
		async () => {
			const running = stage.kserve.revisions('default', 'wisdom-0');
			return (
				isReady(await read(paths.primary)) && running.length === 1 && running[0]?.storageUri === modelUri('digits-rf')
			);
		},
		90_000,
		200,
	);
	await load.mark('promoted');
	await load.sent(2000);

	await load.mark('deleting');
	await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-1']);
	await load.mark('alone');
	await load.sent(2000);
	expect(await specOf(paths.route)).toEqual(primaryOnly);

	const report = await load.stop();
	printFigures('tutorial through kubectl', report);
	expectNothingLost(report);
	expectSteady(report, 'primary', {plain: 'wisdom-0 digits-lr', test: 'wisdom-0 digits-lr'});
	expectWithin(report, 'deploying', {
		plain: ['wisdom-0 digits-lr'],
		test: ['wisdom-0 digits-lr', 'wisdom-1 digits-rf'],
	});
	expectSteady(report, 'candidate', {plain: 'wisdom-0 digits-lr', test: 'wisdom-1 digits-rf'});
	expectWithin(report, 'promoting', {
		plain: ['wisdom-0 digits-lr', 'wisdom-0 digits-rf'],
		test: ['wisdom-1 digits-rf'],
	});
	expectSteady(report, 'promoted', {plain: 'wisdom-0 digits-rf', test: 'wisdom-1 digits-rf'});
	expectWithin(report, 'deleting', {plain: ['wisdom-0 digits-rf'], test: ['wisdom-0 digits-rf', 'wisdom-1 digits-rf']});
	expectSteady(report, 'alone', {plain: 'wisdom-0 digits-rf', test: 'wisdom-0 digits-rf'});

	await testbed.kubectl(['delete', '-f', '-'], routing);
	await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-0']);
	expect(await read(paths.primary)).toBeUndefined();
}, 600_000);

function hasFinalizer(object: Awaited<ReturnType<Stage['read']>>): boolean {
	return object?.metadata.finalizers?.includes('iter8.tools/finalizer') ?? false;
}
