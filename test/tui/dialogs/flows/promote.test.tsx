import {beforeEach, expect, test} from 'vitest';
import {inferenceServices} from '../../../../source/objects/resource.ts';
import type {Session} from '../../../../source/tui/session.ts';
import {eventually} from '../../../helpers/eventually.ts';
import {fixtures} from '../../../helpers/fixtures.ts';
import {startRollout, storageUri, type Rollout, writesOf} from '../../../verbs/rollout.ts';
import {enter, escape, expectScreens, left, openDialog, right, tab} from '../open-dialog.tsx';

let rollout: Rollout;

beforeEach(async () => {
	rollout = await startRollout(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
});

/** A session in which asking this version fails; the other answers well. */
function failing(version: string, failure: string): Partial<Session> {
	return {
		infer: async (_, asked) => {
			if (asked === version) throw new Error(failure);
			return `${asked} answered an inference with HTTP 200`;
		},
	};
}

test('the plan of a promotion says its steps, what it cannot undo and what changes', async () => {
	const terminal = await openDialog('promote', rollout.cluster);
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'promote-plan');
});

test('Cancel is the default: Enter closes the dialogue and nothing has happened', async () => {
	const terminal = await openDialog('promote', rollout.cluster);
	await terminal.until('▸[ Cancel ]');
	rollout.cluster.forgetCalls();
	terminal.keys('y', 'n', enter);
	expect(terminal.closed()).toBe(1);
	expect(terminal.lastWords()).toBe('cancelled, nothing was changed');
	expect(terminal.runs().list).toEqual([]);
	expect(rollout.cluster.calls).toEqual([]);
});

test('y chooses Go ahead, which Enter then takes', async () => {
	const terminal = await openDialog('promote', rollout.cluster);
	await terminal.until('▸[ Cancel ]');
	terminal.keys('y');
	await terminal.until('▸[ Go ahead ]');
	expect(terminal.runs().list).toEqual([]);
	terminal.keys(enter);
	await eventually(() => expect(terminal.runs().list).toHaveLength(1));
});

test('no key but Enter on Go ahead starts anything', async () => {
	const terminal = await openDialog('promote', rollout.cluster);
	await terminal.until('▸[ Cancel ]');
	terminal.keys(right, 'y', 'g', left, tab, tab, right);
	await terminal.until('▸[ Go ahead ]');
	expect(terminal.runs().list).toEqual([]);
	terminal.keys(enter);
	await eventually(() => expect(terminal.runs().list).toHaveLength(1));
});

test('a promotion runs in the background, step by step, and its result stays', async () => {
	const terminal = await openDialog('promote', rollout.cluster);
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('done in');
	await expectScreens(terminal, 'promote-done');
	expect(storageUri(rollout.isvc('wisdom-0'))).toBe('gs://models/wisdom/2');
	expect(rollout.isvc('wisdom-1')).toBeUndefined();
	expect(terminal.runs().list[0]).toMatchObject({
		action: 'promote',
		app: {namespace: 'models', name: 'wisdom'},
		command: 'kubectl iter8 promote wisdom -n models',
		status: 'done',
	});
});

test('closing the dialogue leaves the promotion running', async () => {
	const {promise, resolve} = Promise.withResolvers<void>();
	const terminal = await openDialog('promote', rollout.cluster, {
		session: {
			async infer(_, version) {
				if (version === 'wisdom-0') await promise;
				return `${version} answered an inference with HTTP 200`;
			},
		},
	});
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('◐ 4. send an inference');
	await expectScreens(terminal, 'promote-running');
	terminal.keys(escape);
	await eventually(() => expect(terminal.closed()).toBe(1));
	expect(terminal.runs().list[0]?.status).toBe('running');
	resolve();
	await eventually(() => expect(terminal.runs().list[0]?.status).toBe('done'));
});

test('X stops a promotion before its next step, which r goes on with', async () => {
	const {promise, resolve} = Promise.withResolvers<void>();
	let tests = 0;
	const terminal = await openDialog('promote', rollout.cluster, {
		session: {
			async infer(_, version) {
				if (version === 'wisdom-0' && ++tests === 1) await promise;
				return `${version} answered an inference with HTTP 200`;
			},
		},
	});
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('◐ 4. send an inference');
	terminal.keys('X');
	await terminal.until('stopping after this step');
	resolve();
	await terminal.until('stopped after');
	await expectScreens(terminal, 'promote-stopped');
	expect(rollout.isvc('wisdom-1')?.metadata.deletionTimestamp).toBeUndefined();
	terminal.keys('r');
	await terminal.until('(going on)');
	terminal.keys(right, enter);
	await terminal.until('done in');
	expect(rollout.isvc('wisdom-1')).toBeUndefined();
});

test('a primary that answers badly ends the promotion before the candidate is deleted, and says what to do', async () => {
	const failure = 'wisdom-0 answered with HTTP 503: upstream connect error or disconnect/reset before headers';
	const terminal = await openDialog('promote', rollout.cluster, {session: failing('wisdom-0', failure)});
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('failed after');
	await expectScreens(terminal, 'promote-failed');
	expect(rollout.isvc('wisdom-1')?.metadata.deletionTimestamp).toBeUndefined();
});

test('a candidate that does not answer is found before anything is replaced', async () => {
	const failure = 'the inference was answered by wisdom-0, not by wisdom-1';
	const terminal = await openDialog('promote', rollout.cluster, {session: failing('wisdom-1', failure)});
	await terminal.until('Go ahead');
	rollout.cluster.forgetCalls();
	terminal.keys(right, enter);
	await terminal.until('nothing was');
	await terminal.until('failed after');
	expect(writesOf(rollout.cluster)).toEqual([]);
});

test('t makes the plan without the inference, and the command line says so', async () => {
	const terminal = await openDialog('promote', rollout.cluster, {rows: 26});
	await terminal.until('4. send an inference to wisdom-0');
	terminal.keys('t');
	await terminal.until('3. delete inferenceservice models/wisdom-1');
	await terminal.until('t [ ] send an inference to the candidate first');
	await terminal.until('kubectl iter8 promote wisdom --skip-test -n models');
	terminal.keys('t');
	await terminal.until('4. send an inference to wisdom-0');
});

test('what is in the way of a promotion is said with what to do, and r tries again', async () => {
	await rollout.cluster.delete(inferenceServices, 'models', 'wisdom-1');
	await eventually(() => expect(rollout.isvc('wisdom-1')).toBeUndefined());
	const terminal = await openDialog('promote', rollout.cluster);
	await terminal.until('no candidate to promote');
	await expectScreens(terminal, 'promote-refused');
	rollout.cluster.put(fixtures('apps/wisdom-1-ready')[0] ?? {apiVersion: '', kind: '', metadata: {name: ''}});
	terminal.keys('r');
	await terminal.until('Go ahead');
});
