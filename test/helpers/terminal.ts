import {EventEmitter} from 'node:events';
import {render} from 'ink';
import type {ReactNode} from 'react';

/** A screen of a given size: what ink-testing-library does for one of 100 columns. */
export interface Terminal {
	/** The lines that are shown now, without spaces at their ends. */
	screen(): string;
	/** Resolves as soon as the screen holds a text. */
	until(text: string): Promise<void>;
	/** Types; returns when the keys have been handed over. */
	press(keys: string): void;
	resize(columns: number, rows: number): void;
	/** The value that the program exits with. */
	readonly exited: Promise<unknown>;
	unmount(): void;
}

export interface TerminalOptions {
	/** @default false */
	readonly isScreenReaderEnabled?: boolean;
}

/** Draws a tree on a terminal of the test, in plain text. */
export function openTerminal(
	tree: ReactNode,
	columns: number,
	rows: number,
	{isScreenReaderEnabled = false}: TerminalOptions = {},
): Terminal {
	const frames = new EventEmitter();
	let frame = '';
	const stdout = Object.assign(new EventEmitter(), {
		columns,
		rows,
		write(text: string, ...rest: readonly unknown[]) {
			// Ink writes nothing to learn when everything before has been written.
			if (text !== '') frame = text;
			frames.emit('frame');
			const done = rest.at(-1);
			if (typeof done === 'function') done();
		},
	});
	const stdin = Object.assign(new EventEmitter(), {
		isTTY: true,
		pending: [] as string[],
		setEncoding() {},
		setRawMode() {},
		resume() {},
		pause() {},
		ref() {},
		unref() {},
		read: (): string | null => stdin.pending.shift() ?? null,
	});
	stdin.on('newListener', name => {
		if (name === 'readable' && stdin.pending.length > 0) queueMicrotask(() => stdin.emit('readable'));
	});
	const {unmount, waitUntilExit} = render(tree, {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stderr: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		debug: true,
		isScreenReaderEnabled,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	const screen = () => frame.replaceAll(/ +$/gm, '');
	return {
		screen,
		async until(text) {
			while (!screen().includes(text)) {
				await new Promise(resolve => {
					frames.once('frame', resolve);
				});
			}
		},
		press(keys) {
			stdin.pending.push(keys);
			stdin.emit('readable');
		},
		resize(newColumns, newRows) {
			Object.assign(stdout, {columns: newColumns, rows: newRows});
			stdout.emit('resize');
		},
		exited: waitUntilExit(),
		unmount,
	};
}
