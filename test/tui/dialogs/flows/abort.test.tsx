import {beforeEach, expect, test} from 'vitest';
import {fixtures} from '../../../helpers/fixtures.ts';
import {stepWork} from '../../../helpers/step-work.ts';
import {startRollout, type Rollout} from '../../../verbs/rollout.ts';
import {enter, expectScreens, openDialog, right} from '../open-dialog.tsx';

let rollout: Rollout;

beforeEach(async () => {
	rollout = await startRollout(fixtures('apps/wisdom-routemap', 'apps/wisdom-0', 'apps/wisdom-1-ready'));
});

test('the plan of an abort says what is deleted, and then it is', async () => {
	const terminal = await openDialog('abort', rollout.cluster);
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'abort-plan');
	terminal.keys(right, enter);
	await terminal.until('done in');
	expect(rollout.isvc('wisdom-1')).toBeUndefined();
	expect(rollout.isvc('wisdom-0')).toBeDefined();
});

test('while another action changes the app its dialogue is shown in place of the new one', async () => {
	const terminal = await openDialog('abort', rollout.cluster, {
		prepare: runs =>
			void runs.start({
				action: 'promote',
				app: {namespace: 'models', name: 'wisdom'},
				title: 'promote wisdom-1 of wisdom',
				command: 'kubectl iter8 promote wisdom -n models',
				...stepWork([{title: 'wait until wisdom-0 serves its new spec', run: () => new Promise(() => {})}]),
				stopping: new AbortController(),
			}),
	});
	await terminal.until('this is still running');
	await expectScreens(terminal, 'abort-other-runs');
});
