import {beforeEach, expect, test} from 'vitest';
import type {KubeObject} from '../../../../source/objects/object.ts';
import {present} from '../../../helpers/present.ts';
import {primary, startRollout, storageUri, type Rollout} from '../../../verbs/rollout.ts';
import {enter, escape, expectScreens, openDialog, right} from '../open-dialog.tsx';

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

test('an undo that was stopped goes on from the form, and any other revision can still be had there', async () => {
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	rollout.cluster.put(withModel('one-slow@wisdom-0:3'));
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/three', '--wait');
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	const terminal = await openDialog('undo', rollout.cluster);
	await terminal.until('Go back to');
	terminal.keys(enter);
	await terminal.until('take wisdom back to revision 3');
	terminal.keys(right, enter);
	await terminal.until('◐ 2. wait until wisdom-0 serves');
	terminal.keys('X');
	await terminal.until('r again');
	terminal.keys('r');
	await terminal.until('take wisdom back (going on)');

	const next = await openDialog('undo', rollout.cluster);
	await next.until('Go back to');
	await expectScreens(next, 'undo-unfinished');
	next.keys(enter);
	await next.until('take wisdom back (going on)');
	next.keys(escape);
	await next.until('Go back to');
	next.keys(right, enter);
	await next.until('take wisdom back to revision 4');
	next.keys(right, enter);
	await next.until('done in');
	expect(storageUri(rollout.isvc('wisdom-0'))).toBe('gs://models/three');
});

test('where the history has edits alone the last of them is taken back', async () => {
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	const history = present(rollout.configMap('wisdom-history'));
	const specs = JSON.parse((history['data'] as {specs: string}).specs) as Record<string, unknown>;
	const kept = Object.entries(specs).filter(([, spec]) => JSON.stringify(spec).includes('gs://models/two'));
	rollout.cluster.put({...history, data: {specs: JSON.stringify(Object.fromEntries(kept))}});
	rollout.cluster.put(withModel('theirs'));
	const terminal = await openDialog('undo', rollout.cluster);
	await terminal.until('Go back to');
	terminal.keys(enter);
	await terminal.until('take wisdom back to revision 2');
	terminal.keys(right, enter);
	await terminal.until('done in');
	expect(storageUri(rollout.isvc('wisdom-0'))).toBe('gs://models/two');
});

test('a promotion while the form is open does not change where it leads', async () => {
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	const terminal = await openDialog('undo', rollout.cluster);
	await terminal.until('Go back to');
	await rollout.run('deploy', 'wisdom', '--storage-uri', 'gs://models/three', '--wait');
	await rollout.run('promote', 'wisdom', '--yes', '--skip-test');
	terminal.keys(enter);
	await terminal.until('take wisdom back to revision 1');
});

test('where nothing was promoted there is nothing to undo', async () => {
	const terminal = await openDialog('undo', rollout.cluster);
	await terminal.until('no earlier spec of inferenceservice models/wisdom-0 is known');
});

/** The primary after somebody gave it another model past kubectl iter8. */
function withModel(name: string): KubeObject {
	const live = JSON.stringify(present(rollout.isvc('wisdom-0')));
	return JSON.parse(live.replace(/gs:\/\/models\/[^"]+/, `gs://models/${name}`)) as KubeObject;
}
