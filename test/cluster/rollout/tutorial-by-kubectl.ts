import {expect} from 'vitest';
import type {KubeObject} from '../../../source/objects/object.ts';
import type {LoadReport} from '../load/report.ts';
import {waitFor} from '../testbed/wait.ts';
import {expectSteady, expectWithin, printFigures} from './expectations.ts';
import {isReady, paths, primaryOnly, withCandidate} from './routes.ts';
import type {Stage} from './stage.ts';
import {inferenceService, type TutorialMode} from './tutorial-yaml.ts';

type Acts = Pick<Stage, 'testbed' | 'read' | 'answeredBy' | 'expectIter8' | 'startLoad'>;

/**
 * The tutorial through kubectl, from nothing to nothing, under load; checks the routes, and who answered. Resolves to the load's
 * report: what it lost is for the caller to judge.
 * @param servesNewModel Whether the replaced primary serves its new model alone.
 */
export async function tutorialByKubectl(
	stage: Acts,
	servesNewModel: () => Promise<boolean>,
	mode?: TutorialMode,
): Promise<LoadReport> {
	const {testbed, read, answeredBy} = stage;
	const apply = (yaml: string): Promise<string> => testbed.kubectl(['apply', '-f', '-'], yaml);
	/** Iter8's charts have no route for Standard mode; that of our own is told by who answers. */
	const expectRoute = async (spec: unknown): Promise<void> => {
		if (mode !== 'Standard') expect((await read(paths.route))?.['spec']).toEqual(spec);
	};

	await apply(inferenceService('wisdom-0', 'v0', 'digits-lr', mode));
	await waitFor('wisdom-0 to be ready', async () => isReady(await read(paths.primary)), 180_000, 200);
	const flags = mode === 'Standard' ? [] : ['--routes', 'iter8'];
	const routing = await stage.expectIter8('init', 'wisdom', ...flags, '--dry-run=client', '-o', 'yaml');
	await apply(routing);
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', 90_000, 50);
	await expectRoute(primaryOnly);

	const load = await stage.startLoad('primary');
	await load.steady();

	await load.mark('deploying');
	await apply(inferenceService('wisdom-1', 'v1', 'digits-rf', mode));
	await waitFor(
		'the candidate to answer',
		async () => (await answeredBy({traffic: 'test'})) === 'wisdom-1',
		90_000,
		50,
	);
	await expectRoute(withCandidate);
	await load.mark('candidate');
	await load.steady();

	await load.mark('promoting');
	await testbed.kubectl(['replace', '-f', '-'], inferenceService('wisdom-0', 'v1', 'digits-rf', mode));
	await waitFor('the finalizer to be put back', async () => hasFinalizer(await read(paths.primary)), 30_000, 20);
	await waitFor('wisdom-0 to serve the new model alone', servesNewModel, 180_000, 200);
	await load.mark('promoted');
	await load.steady();

	await load.mark('deleting');
	await testbed.kubectl(['delete', 'inferenceservice', 'wisdom-1']);
	await load.mark('alone');
	await load.steady();
	await expectRoute(primaryOnly);

	const report = await load.stop();
	printFigures(`tutorial through kubectl${mode ? `, KServe in ${mode} mode` : ''}`, report);
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
	return report;
}

function hasFinalizer(object: KubeObject | undefined): boolean {
	return object?.metadata.finalizers?.includes('iter8.tools/finalizer') ?? false;
}
