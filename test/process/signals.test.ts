import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {afterAll, beforeAll, describe, expect, inject, test, vi} from 'vitest';
import {ignoredSignals} from '../../source/process/signals.ts';
import {startSandbox, type Sandbox} from '../../source/sandbox/sandbox.ts';
import {cleanEnvironment} from '../helpers/built-plugin.ts';
import {present} from '../helpers/present.ts';
import {openPty} from '../helpers/pty/pty.ts';
import {signalledInTerminal} from './end.ts';
import {expectEnds} from './expect-ends.ts';
import {places} from './places.ts';

// Programs are started, some of which are given the time to begin to wait.
vi.setConfig({testTimeout: 60_000});

const {executable, folder} = inject('plugin');
const env = cleanEnvironment(folder);

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({apps: 3, loadTimeMs: 0});
});
afterAll(() => sandbox.stop());

// test/cluster/signals.test.ts tries all places.
test.concurrent.each(['plugin', 'API: answer', 'FIFO'] as const)(
	'a signal ends every verb that waits: %s',
	async name => {
		const place = present(places(sandbox.kubeconfigPath).find(one => one.name === name));
		await expectEnds(place, executable, env);
	},
);

test.each([
	['SIGINT', 130],
	['SIGHUP', 129],
	['SIGQUIT', 131],
] as const)('the full screen leaves the terminal as it was on %s', async (signal, exitCode) => {
	const program = {command: executable, argv: ['tui', '--kubeconfig', sandbox.kubeconfigPath], env};
	const where = {isReached: (screen: string) => screen.includes('wisdom'), children: () => []};
	expect(await signalledInTerminal(program, where, signal)).toMatchObject({exitCode, isRestored: true});
});

test('a signal that would end Node as it is has a daemon give its lease back', async () => {
	const daemon = spawn(
		executable,
		['watch', '--kubeconfig', sandbox.kubeconfigPath, '--lease-namespace', 'kube-public'],
		{
			env,
			stdio: ['ignore', 'ignore', 'pipe'],
		},
	);
	let log = '';
	daemon.stderr.on('data', chunk => (log += String(chunk)));
	await vi.waitUntil(() => log.includes('"isOurs":true'), {timeout: 50_000});
	daemon.kill('SIGUSR2');
	expect(await once(daemon, 'close')).toEqual([0, null]);
	expect(log.trimEnd().split('\n').at(-1)).toContain('"message":"stopped"');
	expect(log).not.toContain('without releasing');
});

test.each([
	['\u0003', 130, 'stopped: nothing was changed'],
	['\u0004', 1, 'Go ahead? (y/N) error: stopped: nothing was changed'],
] as const)('a question that is answered with %j changes nothing', async (key, code, last) => {
	const pty = await openPty(executable, ['cleanup', 'app-3', '--kubeconfig', sandbox.kubeconfigPath], {env});
	await pty.until('Go ahead?');
	pty.press(key);
	expect(await pty.exited).toBe(code);
	expect(pty.screen().split('\n').at(-1)).toBe(last);
});

describe('a signal that was ignored when the program was started', () => {
	test('is known from the shell part of the executable, and from bash', () => {
		expect([...ignoredSignals({ITER8_IGNORED_SIGNALS: ' HUP INT'})]).toEqual(['SIGHUP', 'SIGINT']);
		expect([...ignoredSignals({_: '/usr/bin/nohup'})]).toEqual(['SIGHUP']);
		expect([...ignoredSignals({_: '/usr/bin/node', ITER8_IGNORED_SIGNALS: ''})]).toEqual([]);
	});

	/** Starts a standby through a shell; resolves when its log has begun. */
	async function startWatch(script: string) {
		const child = spawn('sh', ['-c', script, executable, 'watch', '-A', '--kubeconfig', sandbox.kubeconfigPath], {
			env,
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		await once(child.stderr, 'data');
		child.stderr.resume();
		return child;
	}

	test.each([
		['exec nohup "$0" "$@"', 'SIGHUP'],
		['trap \'\' HUP; exec "$0" "$@"', 'SIGHUP'],
		['trap \'\' INT; exec "$0" "$@"', 'SIGINT'],
	] as const)('stays without effect: %s', async (script, signal) => {
		const child = await startWatch(script);
		const exit = once(child, 'exit');
		for (let times = 0; times < 3; times++) child.kill(signal);
		child.kill('SIGTERM');
		// A second signal would have ended it at once, with 128 and its number.
		expect(await exit).toEqual([0, null]);
	});

	test.each(['SIGHUP', 'SIGINT'] as const)('is %s no more than it was told', async signal => {
		const child = await startWatch('exec "$0" "$@"');
		child.kill(signal);
		expect(await once(child, 'exit')).toEqual([0, null]);
	});
});
