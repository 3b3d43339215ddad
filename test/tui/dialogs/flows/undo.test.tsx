import {beforeEach, expect, test} from 'vitest';
import {primary, startRollout, storageUri, type Rollout} from '../../../verbs/rollout.ts';
import {enter, expectScreens, openDialog, right} from '../open-dialog.tsx';

let rollout: Rollout;
beforeEach(async () => {
	rollout = await startRollout([primary()]);
	await rollout.run('init', 'wisdom');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/two', '--wait');
});

test('the form shows the history and leads to the spec before the last promotion, or to any other', async () => {
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/three', '--wait');
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	const terminal = await openDialog('undo', rollout.cluster);
	await terminal.until('Go back to');
	await expectScreens(terminal, 'undo-form');
	terminal.keys(right, enter);
	await terminal.until('take wisdom back to revision 1');
	terminal.keys(right, enter);
	await terminal.until('done in');
	expect(storageUri(rollout.isvc('wisdom-0'))).toBe('gs://models/one');
});

test('the plan says who replaced the spec that comes back, and what changes in it', async () => {
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	const terminal = await openDialog('undo', rollout.cluster);
	await terminal.until('Go back to');
	terminal.keys(enter);
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'undo-plan');
	terminal.keys(right, enter);
	await terminal.until('done in');
	expect(storageUri(rollout.isvc('wisdom-0'))).toBe('gs://models/one');
});

test('where nothing was promoted there is nothing to undo', async () => {
	const terminal = await openDialog('undo', rollout.cluster);
	await terminal.until('no earlier spec of inferenceservice models/wisdom-0 is known');
});
