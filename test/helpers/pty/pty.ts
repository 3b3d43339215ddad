import {spawn} from 'node:child_process';
import {EventEmitter} from 'node:events';
import {constants} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import xterm from '@xterm/headless';

export interface PtyOptions {
	/** @default 100 */
	readonly columns?: number;
	/** @default 30 */
	readonly rows?: number;
	/** The whole environment of the command; TERM is added. */
	readonly env: Readonly<Record<string, string>>;
	readonly cwd?: string;
}

/** What a screen has to show: a text, or anything that can be said of it. */
export type Expected = string | RegExp | ((screen: string) => boolean);

/** A command in a real pseudo-terminal, and a terminal emulator that shows what it draws. */
export interface Pty {
	/** The emulator, for whoever wants more than the text. */
	readonly terminal: xterm.Terminal;
	readonly pid: number;
	/** The lines that are shown now, without spaces at their ends and without empty ones at the bottom. */
	screen(): string;
	/** Resolves when the screen shows something; rejects with the last screen when it does not in time (20 s unless told). */
	until(expected: Expected, timeoutMs?: number): Promise<void>;
	/** Types. What several keys send may be read as one piece. */
	press(keys: string): void;
	resize(columns: number, rows: number): void;
	/** Sends a signal to the command. */
	signal(name: NodeJS.Signals): void;
	/** Exit code of the command when it has ended and all that it wrote is on the screen; 128 plus the number of a signal. */
	readonly exited: Promise<number>;
	/** How many bytes the command has written. */
	readonly bytes: number;
	/** Everything that the command has written. */
	readonly raw: string;
	/** Called after each piece of output has been drawn; returns what ends that. */
	onDraw(listener: () => void): () => void;
	/** Ends the command. */
	close(): Promise<void>;
}

/** What the keys without a character send, as xterm has it. */
export const keys = {
	enter: '\r',
	escape: '\u001B',
	tab: '\t',
	shiftTab: '\u001B[Z',
	backspace: '\u007F',
	up: '\u001B[A',
	down: '\u001B[B',
	right: '\u001B[C',
	left: '\u001B[D',
	pageUp: '\u001B[5~',
	pageDown: '\u001B[6~',
	ctrlC: '\u0003',
	ctrlZ: '\u001A',
} as const;

const bridge = join(import.meta.dirname, 'bridge.py');

/** Starts a command in a pseudo-terminal. Rejects when there is no Python 3. */
export async function openPty(command: string, argv: readonly string[], options: PtyOptions): Promise<Pty> {
	const {columns = 100, rows = 30, env, cwd} = options;
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
	const child = spawn('python3', [bridge, String(columns), String(rows), command, ...argv], {
		env: {TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env},
		cwd,
		stdio: ['pipe', 'pipe', 'inherit', 'pipe', 'pipe'],
	});
	const [typed, output, , requests, reports] = child.stdio as unknown as [Writable, Readable, null, Writable, Readable];
	const drawn = new EventEmitter().setMaxListeners(0);
	const pieces: Buffer[] = [];
	let bytes = 0;
	for (const stream of [typed, requests]) stream.on('error', () => undefined);
	output.on('data', (piece: Buffer) => {
		bytes += piece.length;
		pieces.push(piece);
		terminal.write(piece, () => drawn.emit('draw'));
	});
	// What a terminal answers when it is asked, e.g. where its cursor is.
	terminal.onData(answer => typed.write(answer));

	const started = Promise.withResolvers<number>();
	const exited = Promise.withResolvers<number>();
	exited.promise.catch(() => undefined);
	let exitCode: number | undefined;
	createInterface({input: reports}).on('line', line => {
		const [word, number = ''] = line.split(' ');
		if (word === 'pid') started.resolve(Number(number));
		else exitCode = Number(number);
	});
	child.on('error', error => started.reject(new Error('python3 cannot be started', {cause: error})));
	child.on('close', () => {
		terminal.write('', () => {
			if (exitCode === undefined) exited.reject(new Error('the terminal has ended before its command'));
			else exited.resolve(exitCode);
			drawn.emit('draw');
		});
	});
	const pid = await started.promise;

	const screen = (): string => {
		const buffer = terminal.buffer.active;
		const lines = Array.from({length: terminal.rows}, (_, row) =>
			(buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
		);
		return lines.join('\n').trimEnd();
	};
	return {
		terminal,
		pid,
		screen,
		async until(expected, timeoutMs = 20_000) {
			const deadline = AbortSignal.timeout(timeoutMs);
			while (!holds(expected, screen())) {
				await new Promise<void>((resolve, reject) => {
					const stop = () => {
						drawn.off('draw', look);
						deadline.removeEventListener('abort', fail);
					};
					const look = () => {
						stop();
						resolve();
					};
					const fail = () => {
						stop();
						reject(new Error(`the screen does not show ${describe(expected)} in ${timeoutMs} ms:\n${screen()}`));
					};
					drawn.on('draw', look);
					deadline.addEventListener('abort', fail);
					if (deadline.aborted || exitCode !== undefined) fail();
				});
			}
		},
		press: text => void typed.write(text),
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
			requests.write(`resize ${newColumns} ${newRows}\n`);
		},
		signal: name => void requests.write(`signal ${constants.signals[name]}\n`),
		exited: exited.promise,
		get bytes() {
			return bytes;
		},
		get raw() {
			return Buffer.concat(pieces).toString();
		},
		onDraw(listener) {
			drawn.on('draw', listener);
			return () => void drawn.off('draw', listener);
		},
		async close() {
			if (exitCode === undefined) requests.write(`signal ${constants.signals.SIGKILL}\n`);
			await exited.promise.catch(() => undefined);
			terminal.dispose();
		},
	};
}

function holds(expected: Expected, screen: string): boolean {
	if (typeof expected === 'string') return screen.includes(expected);
	return expected instanceof RegExp ? expected.test(screen) : expected(screen);
}

function describe(expected: Expected): string {
	return typeof expected === 'string' ? JSON.stringify(expected) : String(expected);
}
