import {expect, test} from 'vitest';
import {fixtures} from '../../../helpers/fixtures.ts';
import {createMemoryCluster} from '../../../helpers/memory-cluster.ts';
import {stepWork} from '../../../helpers/step-work.ts';
import {enter, expectScreens, openDialog, right} from '../open-dialog.tsx';

const cluster = createMemoryCluster(fixtures('apps/wisdom-routemap', 'apps/wisdom-0'));

function daemon() {
	const started: {signal?: AbortSignal} = {};
	const {promise, reject} = Promise.withResolvers<void>();
	const runDaemon = async (onLine: (line: string) => void, signal: AbortSignal): Promise<void> => {
		started.signal = signal;
		onLine('12:00:00 leading as test-daemon');
		for (let index = 0; index < 30; index++) onLine(`12:00:${String(index).padStart(2, '0')} route applied to wisdom`);
		signal.addEventListener('abort', () => reject(new Error('aborted')));
		await promise;
	};
	return {runDaemon, started, fail: reject};
}

test('the daemon runs from here with the end of its log in view until it is stopped', async () => {
	const {runDaemon, started} = daemon();
	const terminal = await openDialog('watch', cluster, {app: undefined, session: {runDaemon}});
	await terminal.until('Go ahead');
	await expectScreens(terminal, 'watch-plan');
	terminal.keys(right, enter);
	await terminal.until('12:00:29 route applied');
	await expectScreens(terminal, 'watch-running');
	terminal.keys('X');
	await terminal.until('stopped after');
	expect(started.signal?.aborted).toBe(true);
});

test('a daemon that ends with an error says why below its log', async () => {
	const {runDaemon, fail} = daemon();
	const terminal = await openDialog('watch', cluster, {app: undefined, session: {runDaemon}});
	await terminal.until('Go ahead');
	terminal.keys(right, enter);
	await terminal.until('12:00:29 route applied');
	fail(new Error('you may not list configmaps in namespace models'));
	await terminal.until('✖ you may not list configmaps in namespace models');
});

test('the daemon that runs from here is shown again instead of a second one', async () => {
	const terminal = await openDialog('watch', cluster, {
		app: undefined,
		prepare: runs =>
			void runs.start({
				action: 'watch',
				app: {namespace: 'models', name: ''},
				title: 'run the daemon of namespace models',
				command: 'kubectl iter8 watch -n models',
				...stepWork([{title: 'watch', run: () => new Promise(() => {})}]),
				stopping: new AbortController(),
			}),
	});
	await terminal.until('running for');
	expect(terminal.screen()).not.toContain('Go ahead');
});
