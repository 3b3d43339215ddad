import {beforeEach, expect, test} from 'vitest';
import {eventually} from '../../../helpers/eventually.ts';
import {fixtures} from '../../../helpers/fixtures.ts';
import {firstVersion} from '../../../runner/crashes/app.ts';
import {startRollout, storageUri, type Rollout} from '../../../verbs/rollout.ts';
import {enter, escape, expectScreens, openDialog, right, tab} from '../open-dialog.tsx';

let rollout: Rollout;

beforeEach(async () => {
	rollout = await startRollout(fixtures('apps/wisdom-routemap', 'apps/wisdom-0'));
});

test('the form of a candidate shows the candidate as it would be', async () => {
	const terminal = await openDialog('deploy', rollout.cluster, {rows: 40});
	await terminal.until('where the new model is');
	terminal.keys('gs://models/wisdom/1/beta');
	await terminal.until('storageUri: gs://models/wisdom/1/beta');
	await expectScreens(terminal, 'deploy-form');
});

test('without a primary the first version is made from a template, since there is nothing else', async () => {
	const {cluster} = await startRollout(fixtures('apps/wisdom-routemap'));
	const terminal = await openDialog('deploy', cluster, {columns: 120, rows: 40});
	await terminal.until('Deploy the first version of wisdom');
	terminal.keys('gs://models/wisdom/2', enter);
	await terminal.until('create inferenceservice models/wisdom-0');
});

test("the primary's own URI is no new model, unless something else differs", async () => {
	const terminal = await openDialog('deploy', rollout.cluster, {columns: 120, rows: 40});
	await terminal.until("where the new model is; the primary's: gs://models/wisdom/1");
	terminal.keys('gs://models/wisdom/1', enter);
	await terminal.until('✖ the primary serves this one already');
	terminal.keys(tab, tab, right);
	await terminal.until('[sklearn]');
	terminal.keys(enter);
	await terminal.until('Go ahead');
});

test('what is wrong is said under its field as one types, and Enter does not go on', async () => {
	const terminal = await openDialog('deploy', rollout.cluster);
	await terminal.until('Storage URI');
	terminal.keys('models', tab, 'v 2');
	await terminal.until('at most 63 letters');
	await expectScreens(terminal, 'deploy-faults');
	terminal.keys(enter);
	await terminal.until('▸ Storage URI');
	await terminal.until('Enter plan');
});

test('a template makes another candidate than the primary', async () => {
	const terminal = await openDialog('deploy', rollout.cluster, {rows: 40});
	await terminal.until('Storage URI');
	terminal.keys('gs://models/wisdom/2', tab, tab, right);
	await terminal.until('[sklearn]');
	await terminal.until('protocolVersion: v2');
});

test('a model gets another name where clients have it in their paths', async () => {
	const terminal = await openDialog('deploy', rollout.cluster, {columns: 120, rows: 40});
	await terminal.until('Storage URI');
	terminal.keys('gs://models/wisdom/1', tab, tab, tab, 'wis/dom');
	await terminal.until('✖ the model name "wis/dom" does not fit into a path');
	terminal.keys('\u0015', 'wisdom');
	await terminal.until('--model_name=wisdom');
	terminal.keys(enter);
	await terminal.until(
		'kubectl iter8 deploy wisdom --storage-uri gs://models/wisdom/1 --model-name wisdom --wait -n models',
	);
});

test('the plan has the diff to the primary, and the candidate is created and awaited', async () => {
	const terminal = await openDialog('deploy', rollout.cluster);
	await terminal.until('Storage URI');
	terminal.keys('gs://models/wisdom/2', enter);
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'deploy-plan');
	expect(rollout.isvc('wisdom-1')).toBeUndefined();
	terminal.keys(right, enter);
	await terminal.until('done in');
	await expectScreens(terminal, 'deploy-done');
	expect(storageUri(rollout.isvc('wisdom-1'))).toBe('gs://models/wisdom/2');
	expect(rollout.isvc('wisdom-1')?.metadata.labels?.['app.kubernetes.io/version']).toBe('v2');
});

test('a candidate that does not load fails the action, in the words of KServe', async () => {
	const terminal = await openDialog('deploy', rollout.cluster);
	await terminal.until('Storage URI');
	terminal.keys('gs://models/broken', enter);
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('failed after');
	await expectScreens(terminal, 'deploy-failed');
});

test('Esc leads from the plan back to the form with what was typed, then out', async () => {
	const terminal = await openDialog('deploy', rollout.cluster);
	await terminal.until('Storage URI');
	terminal.keys('gs://models/wisdom/1/x', enter);
	await terminal.until('Go ahead');
	terminal.keys(escape);
	await terminal.until('▸ Storage URI    gs://models/wisdom/1/x');
	expect(terminal.closed()).toBe(0);
	terminal.keys(escape);
	await eventually(() => expect(terminal.closed()).toBe(1));
});

test('where there is no free version the form says what to do', async () => {
	for (const object of fixtures('apps/wisdom-1-ready')) rollout.cluster.put(object);
	const terminal = await openDialog('deploy', rollout.cluster);
	await terminal.until('Storage URI');
	terminal.keys('gs://models/wisdom/2');
	await terminal.until('exists already');
	await expectScreens(terminal, 'deploy-taken');
});

test('a pasted URI is taken in one line', async () => {
	const terminal = await openDialog('deploy', rollout.cluster);
	await terminal.until('Storage URI');
	terminal.keys('\u001B[200~ s3://bucket/世界\n\u001B[201~');
	await terminal.until('▸ Storage URI    s3://bucket/世界');
});

test('a candidate of an app whose versions are Deployments differs in its image', async () => {
	const shop = await startRollout(firstVersion('Deployment'), {hasDaemon: false});
	await shop.run('init', 'wisdom', '--app-type', 'deployment');
	const terminal = await openDialog('deploy', shop.cluster, {columns: 120, rows: 40});
	await terminal.until('▸ Image');
	terminal.keys('shop:2');
	await terminal.until('image: shop:2');
	terminal.keys(enter);
	await terminal.until('kubectl iter8 deploy wisdom --image shop:2 --wait -n models');
	await terminal.until('1. create deployment models/wisdom-1');
	await terminal.until('2. create service models/wisdom-1');
});
