import {cp, rename} from 'node:fs/promises';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {expectNothingLost, printFigures} from '../rollout/expectations.ts';
import {isReady, paths} from '../rollout/routes.ts';
import {modelFolder} from '../testbed/cache.ts';
import {modelUri} from '../testbed/models.ts';
import {waitFor} from '../testbed/wait.ts';
import {modes} from './inference-service.ts';
import {expectRolledOut, expectServed, requireRoom} from './judgement.ts';
import {fiftyASecond, rollOut, startApp, withoutPods, writeInput} from './model-rollout.ts';
import {actsIn, clearApp, startRolloutStage, type RealStage} from './rollout-stage.ts';

let stage: RealStage;
beforeAll(async () => {
	stage = await startRolloutStage();
}, 600_000);
afterAll(async () => stage?.stop());
afterEach(async () => clearApp(stage));

test.each(modes)(
	'in %s mode a rollout of a transformer with its predictor loses no request, and each passes the transformer of its version',
	async mode => {
		// the transformer marks what it passes on with the name of its model
		const acts = actsIn(stage, mode, {...fiftyASecond, versionHeader: 'x-transformed-by'});
		const report = await rollOut(acts, mode, {withTransformer: true});
		expectRolledOut(report);
		expectNothingLost(report, true);
	},
	900_000,
);

test.each(modes)(
	'in %s mode a rollout of a model that speaks V1 only loses no request',
	async mode => {
		const path = '/v1/models/wisdom:predict';
		const acts = actsIn(stage, mode, {...fiftyASecond, protocol: 'v1', path});
		const report = await rollOut(acts, mode, {runtime: 'kserve-sklearnserver'}, ['--path', path]);
		expectRolledOut(report);
		expectNothingLost(report, true);
	},
	900_000,
);

test('a model that is scaled to zero is woken by a rollout, and by requests, and none is lost', async () => {
	// to measure what the machine keeps up with would wake it
	const acts = actsIn(stage, 'Knative', {rate: 20});
	const {read, expectIter8} = acts;
	await startApp(acts, 'Knative', {minReplicas: 0});
	await expectIter8('deploy', 'wisdom', '--storage-uri', modelUri('digits-rf'), '--wait');
	await withoutPods(stage, 'wisdom-0', 'wisdom-1');
	const input = await writeInput(stage, 'v2');
	await expectIter8('promote', 'wisdom', '--yes', '-f', input);
	expect(await read(paths.candidate)).toBeUndefined();
	await withoutPods(stage, 'wisdom-0');

	const load = await acts.startLoad('from zero');
	await load.sent(500);
	await load.mark('awake');
	await load.sent(500);
	const report = await load.stop();
	printFigures('from zero', report);
	expectNothingLost(report, true);
	for (const phase of ['from zero', 'awake']) expectServed(report, phase, {plain: 'digits-rf', test: 'digits-rf'});
}, 900_000);

test.each(modes)(
	'in %s mode a candidate that does not load is not promoted, a primary that does not load any more is told, and no request is lost',
	async mode => {
		// pods that start again and again take what a load of 50 a second leaves on two cores
		const acts = actsIn(stage, mode, {atMost: 20});
		const {iter8, expectIter8, read} = acts;
		await startApp(acts, mode, {});
		const load = await acts.startLoad('primary');
		await load.sent(300);

		await load.mark('candidate that does not load');
		const failing = await iter8('deploy', 'wisdom', '--storage-uri', 'file:///nowhere/model', '--wait');
		expect([failing.code, failing.stderr]).toEqual([1, expect.stringContaining('wisdom-1') as string]);
		const before = await read(paths.primary);
		const refused = await iter8('promote', 'wisdom', '--yes', '-f', await writeInput(stage, 'v2'));
		expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('cannot be promoted') as string]);
		expect((await read(paths.primary))?.['spec']).toEqual(before?.['spec']);
		await expectIter8('abort', 'wisdom', '--yes');

		await load.mark('primary that does not load');
		const vanishing = await vanishingModel(stage);
		await expectIter8('deploy', 'wisdom', '--storage-uri', vanishing.uri, '--wait');
		await vanishing.vanish();
		const stuck = await iter8('promote', 'wisdom', '--yes', '-f', await writeInput(stage, 'v2'), '--timeout', '3m');
		expect([stuck.code, stuck.stderr]).toEqual([1, expect.stringContaining('abort') as string]);
		expect(await read(paths.candidate)).toBeDefined();

		await load.mark('back');
		await expectIter8('abort', 'wisdom', '--yes');
		await waitFor('the old primary', async () => isReady(await read(paths.primary)), 120_000, 200);
		expect((await read(paths.primary))?.['spec']).toEqual(before?.['spec']);
		expect(await read(paths.candidate)).toBeUndefined();
		await load.sent(300);
		const report = await load.stop();
		printFigures(`loads that fail, ${mode} mode`, report);
		requireRoom(report);
		expectNothingLost(report, true);
		for (const phase of ['primary', 'candidate that does not load']) {
			expectServed(report, phase, {plain: 'digits-lr', test: 'digits-lr'});
		}
	},
	1_200_000,
);

/** A copy of a model that can be taken away. */
async function vanishingModel({testbed}: RealStage): Promise<{uri: string; vanish: () => Promise<void>}> {
	const folder = join(testbed.runDir, `vanishing-${Date.now()}`);
	await cp(join(modelFolder, 'digits-rf'), folder, {recursive: true});
	return {uri: pathToFileURL(folder).href, vanish: async () => rename(folder, `${folder}-gone`)};
}
