import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {stringAt, type KubeObject} from '../../source/objects/object.ts';
import {dialoguesOf} from '../helpers/pty/dialogues.ts';
import {keys, openPty} from '../helpers/pty/pty.ts';
import {isReady, paths, ruleNames} from './rollout/routes.ts';
import {pluginEnvironment, startStage, type Stage} from './rollout/stage.ts';
import {inferenceService} from './rollout/tutorial-yaml.ts';
import {modelUri, readRequests} from './testbed/models.ts';
import {waitFor} from './testbed/wait.ts';

let stage: Stage;
beforeAll(async () => {
	stage = await startStage();
	stage.daemon.start();
});
afterAll(async () => stage?.stop());

/** Loading a model takes MLServer seconds. */
const patienceMs = 90_000;

test('the tutorial by keys alone on real parts', async () => {
	const {testbed, read, answeredBy} = stage;
	const input = join(testbed.runDir, 'input.json');
	await writeFile(input, JSON.stringify(readRequests()[0]?.request));
	const {NO_COLOR: _, ...environment} = pluginEnvironment(testbed.kubeconfig);
	const pty = await openPty(testbed.kubectlPath, ['iter8', 'tui'], {
		columns: 110,
		rows: 34,
		env: environment as Record<string, string>,
	});
	onTestFinished(() => pty.close());
	const {goAhead, cleanUpAll, explain} = dialoguesOf(pty, patienceMs);

	await pty.until('There are no apps in namespace default.');
	await testbed.kubectl(['apply', '-f', '-'], inferenceService('wisdom-0', 'v0', 'digits-lr'));
	await waitFor('wisdom-0 to be ready', async () => isReady(await read(paths.primary)), patienceMs, 200);

	pty.press('i');
	await pty.until('Initialize an app');
	pty.press('wisdom');
	await pty.until('status of wisdom-0');
	pty.press(keys.enter);
	await goAhead('1. create service default/wisdom');
	await pty.until(/▸ wisdom +✔ stable/);
	expect(versionsOf(await read(paths.route))).toEqual(['wisdom-0']);
	await waitFor('the first answer', async () => (await answeredBy()) === 'wisdom-0', patienceMs, 50);

	pty.press('d');
	await pty.until('Storage URI');
	pty.press(modelUri('digits-rf'));
	await pty.until(screen => screen.includes('digits-rf') && !screen.includes('digits-lr'));
	pty.press(keys.enter);
	await goAhead('1. create inferenceservice default/wisdom-1');
	await pty.until(/▸ wisdom +✔ candidate ready/);
	expect(versionsOf(await read(paths.route))).toEqual(['wisdom-1', 'wisdom-0']);
	expect(storageUri(await read(paths.candidate))).toBe(modelUri('digits-rf'));
	await waitFor('the candidate', async () => (await answeredBy({traffic: 'test'})) === 'wisdom-1', patienceMs, 50);

	pty.press('t');
	await pty.until('Send a test to wisdom');
	const next = async (field: string): Promise<void> => {
		pty.press(keys.tab);
		await pty.until(field);
	};
	await pty.until('· wisdom-1 is asked by traffic: test');
	for (const field of ['▸ Requests each', '▸ At a time', '▸ Path', '▸ Request ']) await next(field);
	pty.press(input);
	await pty.until('input.json');
	pty.press(keys.enter);
	await goAhead('1. send the same 20 requests to each of wisdom-0 and wisdom-1, 2 at a time');
	await pty.until(/wisdom-1 +v1 +✔ ready/);

	await explain('wisdom-0', 'wisdom-1');

	pty.press('p');
	// These models do not tell their inputs, so that they are asked whether they are ready.
	await pty.until('send an inference to wisdom-1 first');
	await pty.until('· tested: 20 requests, 0 failed, ');
	await goAhead('replace the spec of inferenceservice default/wisdom-0 by that of wisdom-1');
	await pty.until(/▸ wisdom +✔ stable/);
	expect(storageUri(await read(paths.primary))).toBe(modelUri('digits-rf'));
	expect(await read(paths.candidate)).toBeUndefined();
	expect(versionsOf(await read(paths.route))).toEqual(['wisdom-0']);
	expect(await answeredBy({traffic: 'test'})).toBe('wisdom-0');

	await cleanUpAll('wisdom');
	await pty.until('There are no apps in namespace default.');
	for (const path of Object.values(paths)) expect([path, await read(path)]).toEqual([path, undefined]);
	pty.press('q');
	expect(await pty.exited).toBe(0);
}, 600_000);

function storageUri(object: KubeObject | undefined): string | undefined {
	return stringAt(object, 'spec', 'predictor', 'model', 'storageUri');
}

/** The versions that a route has rules for, each once: one for inference requests and one for all others. */
function versionsOf(route: KubeObject | undefined): readonly string[] {
	return [...new Set(ruleNames(route).map(name => String(name).replace(/-infer$/, '')))];
}
