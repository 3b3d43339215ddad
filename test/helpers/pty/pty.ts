import {EventEmitter} from 'node:events';
import {spawn} from '@lydell/node-pty';
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
	/** Resolves when the screen shows something; rejects with the last screen when it does not in time (a minute unless told). */
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

/** Starts a command in a pseudo-terminal, in which it dies with this process. */
export async function openPty(command: string, argv: readonly string[], options: PtyOptions): Promise<Pty> {
	const {columns = 100, rows = 30, env, cwd} = options;
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 1000});
	const child = spawn(command, [...argv], {
		name: env['TERM'] ?? 'xterm-256color',
		cols: columns,
		rows,
		env: {LANG: 'C.UTF-8', ...env},
		encoding: null, // bytes, as the emulator takes them
		...(cwd === undefined ? {} : {cwd}),
	});
	const drawn = new EventEmitter().setMaxListeners(0);
	const pieces: Buffer[] = [];
	let bytes = 0;
	child.onData((data: string | Buffer) => {
		const piece = Buffer.from(data);
		bytes += piece.length;
		pieces.push(piece);
		terminal.write(piece, () => drawn.emit('draw'));
	});
	// What a terminal answers when it is asked, e.g. where its cursor is.
	terminal.onData(answer => child.write(answer));

	const exited = Promise.withResolvers<number>();
	let exitCode: number | undefined;
	child.onExit(({exitCode: code, signal = 0}) => {
		terminal.write('', () => {
			exitCode = signal === 0 ? code : 128 + signal;
			exited.resolve(exitCode);
			drawn.emit('draw');
		});
	});
	const signal = (name: NodeJS.Signals): void => {
		if (exitCode === undefined) child.kill(name);
	};

	const screen = (): string => {
		const buffer = terminal.buffer.active;
		const lines = Array.from({length: terminal.rows}, (_, row) =>
			(buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
		);
		return lines.join('\n').trimEnd();
	};
	return {
		terminal,
		pid: child.pid,
		screen,
		async until(expected, timeoutMs = 60_000) {
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
		press: text => child.write(text),
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		signal,
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
			signal('SIGKILL');
			await exited.promise;
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
