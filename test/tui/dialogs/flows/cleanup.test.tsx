import {beforeEach, expect, test} from 'vitest';
import {fixtures} from '../../../helpers/fixtures.ts';
import {startRollout, type Rollout} from '../../../verbs/rollout.ts';
import {enter, expectScreens, openDialog, right, tab} from '../open-dialog.tsx';

const shiftTab = '\u001B[Z';

let rollout: Rollout;

beforeEach(async () => {
	rollout = await startRollout(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
});

test('cleaning up takes the routing and leaves the versions', async () => {
	const terminal = await openDialog('cleanup', rollout.cluster);
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'cleanup-plan');
	terminal.keys(right, enter);
	await terminal.until('done in');
	expect(rollout.configMap('wisdom-routemap')).toBeUndefined();
	expect(rollout.isvc('wisdom-0')?.metadata.deletionTimestamp).toBeUndefined();
	expect(terminal.runs().list[0]?.command).toBe('kubectl iter8 cleanup wisdom -n models');
});

test('what deletes the versions too goes ahead only when the name of the app is typed', async () => {
	const terminal = await openDialog('cleanup', rollout.cluster);
	await terminal.until('Go ahead');
	terminal.keys('a');
	await terminal.until("type the app's name");
	terminal.keys(right, enter);
	await terminal.until('▸[ Go ahead ]');
	expect(terminal.runs().list).toEqual([]);
	terminal.keys(tab, 'wisd');
	await terminal.until("▸ type the app's name: wisd");
	await expectScreens(terminal, 'cleanup-all');
	terminal.keys(enter, 'om', enter);
	await terminal.until('▸[ Cancel ]');
	expect(terminal.runs().list).toEqual([]);
	terminal.keys(right, enter);
	await terminal.until('done in');
	await expectScreens(terminal, 'cleanup-all-done');
	expect(rollout.isvc('wisdom-0')).toBeUndefined();
	expect(rollout.isvc('wisdom-1')).toBeUndefined();
});

test('without a key that moves it the focus stays on Cancel', async () => {
	const terminal = await openDialog('cleanup', rollout.cluster);
	await terminal.until('Go ahead');
	terminal.keys('a');
	await terminal.until("type the app's name");
	terminal.keys('wisdom', shiftTab);
	await terminal.until("▸ type the app's name:");
	terminal.keys('wisdom', shiftTab, shiftTab, enter);
	expect(terminal.closed()).toBe(1);
	expect(terminal.runs().list).toEqual([]);
});
