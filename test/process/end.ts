import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {constants} from 'node:os';
import {openPty} from '../helpers/pty/pty.ts';
import type {Silence} from './silence.ts';

/** How a program ended after a signal. */
export interface Ended {
	readonly exitCode: number;
	/** Milliseconds from the signal. */
	readonly ms: number;
	/** Of its children, how many lived on. */
	readonly left: number;
	readonly stderr: string;
}

interface Program {
	readonly command: string;
	readonly argv: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	/** Keeps stdin open without a word. @default there is none */
	readonly hasInput?: boolean;
}

type Where = Pick<Silence, 'isReached' | 'children'>;

/** Starts a program, waits until it waits, sends it a signal and looks how it ends; a program that does not end in 20 s is killed. */
export async function signalled(
	{command, argv, env, hasInput}: Program,
	where: Where,
	signal: NodeJS.Signals,
): Promise<Ended> {
	const child = spawn(command, argv, {env, stdio: [hasInput ? 'pipe' : 'ignore', 'ignore', 'pipe']});
	let stderr = '';
	child.stderr?.on('data', text => (stderr += String(text)));
	const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
	const isEnded = () => child.exitCode !== null || child.signalCode !== null;
	while (!where.isReached() && !isEnded()) await pause();
	if (isEnded()) throw new Error(`${argv.join(' ')} ended by itself: ${stderr}`);
	const start = performance.now();
	child.kill(signal);
	const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
	const [code, by] = await exit;
	clearTimeout(late);
	return {
		exitCode: code ?? 128 + constants.signals[by ?? 'SIGKILL'],
		ms: performance.now() - start,
		left: await living(where),
		stderr,
	};
}

/** The same in a terminal of its own; `isReached` may look at its screen. */
export async function signalledInTerminal(
	{command, argv, env}: Program,
	{
		children,
		...where
	}: Omit<Where, 'isReached'> & {readonly isReached: (screen: string) => boolean; readonly keys?: string},
	signal: NodeJS.Signals,
): Promise<Ended & {readonly isRestored: boolean}> {
	const pty = await openPty(command, argv, {env});
	const end = {isCome: false};
	void pty.exited.then(() => (end.isCome = true));
	while (!where.isReached(pty.screen()) && !end.isCome) await pause();
	if (end.isCome) throw new Error(`${argv.join(' ')} ended by itself: ${pty.screen()}`);
	const start = performance.now();
	pty.signal(signal);
	const late = setTimeout(() => pty.signal('SIGKILL'), 20_000);
	const exitCode = await pty.exited;
	const ms = performance.now() - start;
	clearTimeout(late);
	const isRestored =
		pty.terminal.buffer.active.type === 'normal' &&
		pty.raw.lastIndexOf('\u001B[?25h') >= pty.raw.lastIndexOf('\u001B[?25l');
	return {exitCode, ms, left: await living({children}), stderr: pty.screen(), isRestored};
}

/** How many live on; one that was just killed may take a moment. */
async function living({children}: Pick<Where, 'children'>): Promise<number> {
	const alive = () => children().filter(pid => isAlive(pid)).length;
	for (let turns = 0; alive() > 0 && turns < 20; turns++) await pause();
	return alive();
}

/** One that ended and that nobody has asked for yet, a zombie, does not live. */
function isAlive(pid: number): boolean {
	try {
		return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		return false;
	}
}

function pause(): Promise<void> {
	return new Promise(resolve => {
		setTimeout(resolve, 5);
	});
}
