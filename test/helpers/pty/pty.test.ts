import {expect, onTestFinished, test} from 'vitest';
import {keys, openPty, type PtyOptions} from './pty.ts';

async function shell(script: string, options: Partial<PtyOptions> = {}) {
	const pty = await openPty('sh', ['-c', script], {env: {PATH: process.env['PATH'] ?? ''}, ...options});
	onTestFinished(() => pty.close());
	return pty;
}

test('a command has a terminal of the size that is asked for, and is told of each new one', async () => {
	const pty = await shell('trap "stty size" WINCH; stty size; while read line; do :; done; echo over', {
		columns: 90,
		rows: 20,
	});
	await pty.until('20 90');
	pty.resize(70, 18);
	await pty.until('18 70');
	pty.press('\u0004');
	await pty.until('over');
	expect(await pty.exited).toBe(0);
});

test('what is typed reaches the command, and its output the screen', async () => {
	const pty = await shell(String.raw`read word; printf '\033[2J\033[3;5H%s \342\234\224' "$word"; exit 3`);
	pty.press(`hello${keys.enter}`);
	expect(await pty.exited).toBe(3);
	expect(pty.screen()).toBe('\n\n    hello ✔');
	expect(pty.bytes).toBeGreaterThan(10);
});

test('a signal ends a command as a shell tells it', async () => {
	const pty = await shell('echo ready; exec sleep 60');
	await pty.until('ready');
	pty.signal('SIGTERM');
	expect(await pty.exited).toBe(143);
});

test('what is not shown in time is told with the screen', async () => {
	const pty = await shell('echo something else; exec sleep 60');
	await pty.until('else');
	await expect(pty.until('a thing', 20)).rejects.toThrow(
		'the screen does not show "a thing" in 20 ms:\nsomething else',
	);
});
