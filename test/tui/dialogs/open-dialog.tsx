import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Box, Text, useWindowSize} from 'ink';
import {useEffect, useRef, useState} from 'react';
import {expect, onTestFinished} from 'vitest';
import type {AppInfo} from '../../../source/info/app.ts';
import {describeApps} from '../../../source/info/describe-apps.ts';
import type {Snapshot} from '../../../source/info/snapshot.ts';
import {displayWidth} from '../../../source/print/width.ts';
import {fetchSnapshot} from '../../../source/snapshot/fetch-snapshot.ts';
import {Dialog} from '../../../source/tui/dialogs/dialog.tsx';
import type {DialogName} from '../../../source/tui/keys/keys.ts';
import {useRuns, type Runs} from '../../../source/tui/runs/use-runs.ts';
import type {Session} from '../../../source/tui/session.ts';
import {eventually} from '../../helpers/eventually.ts';
import type {MemoryCluster} from '../../helpers/memory-cluster.ts';
import {createSession, noon} from '../../helpers/session.ts';
import {openTerminal, type Terminal} from '../../helpers/terminal.ts';

export interface DialogTerminal extends Terminal {
	/** Presses keys one piece after the other, as a person does. */
	keys(...keys: readonly string[]): void;
	/** The actions that were started. */
	runs(): Runs;
	/** How often the dialogue has asked to be closed. */
	closed(): number;
	/** What it said when it did. */
	lastWords(): string | undefined;
}

export interface DialogOptions {
	readonly columns?: number;
	readonly rows?: number;
	readonly session?: Partial<Session>;
	/** Name of the app that is chosen; undefined for none. @default 'wisdom' */
	readonly app?: string | undefined;
	/** @default false */
	readonly isScreenReaderEnabled?: boolean;
	/** Told of the runs before the dialogue opens. */
	readonly prepare?: (runs: Runs) => void;
}

export const enter = '\r';
export const escape = '\u001B';
export const tab = '\t';
export const left = '\u001B[D';
export const right = '\u001B[C';
export const up = '\u001B[A';
export const down = '\u001B[B';
export const pageDown = '\u001B[6~';

/** The dialogue of an action on a memory cluster, between the lines that the program's frame has above and below it. */
export async function openDialog(
	action: DialogName,
	cluster: MemoryCluster,
	{
		columns = 80,
		rows = 24,
		session: overrides = {},
		prepare,
		isScreenReaderEnabled = false,
		...rest
	}: DialogOptions = {},
): Promise<DialogTerminal> {
	const session = createSession(cluster, overrides);
	const snapshot = await fetchSnapshot(cluster, {namespace: 'models'}, new AbortController().signal);
	const name = 'app' in rest ? rest.app : 'wisdom';
	const app = describeApps(snapshot, noon).find(info => info.name === name);
	const seen: {runs: Runs | undefined; closed: number; words: string | undefined} = {
		runs: undefined,
		closed: 0,
		words: undefined,
	};
	const onRuns = (runs: Runs): void => void (seen.runs = runs);
	const onClose = (words?: string): void => {
		seen.closed++;
		seen.words = words;
	};
	const terminal = openTerminal(
		<DialogUnderTest {...{action, session, app, snapshot, prepare, onRuns, onClose}} />,
		columns,
		rows,
		{isScreenReaderEnabled},
	);
	onTestFinished(() => terminal.unmount());
	return Object.assign(terminal, {
		keys(...keys: readonly string[]) {
			for (const key of keys) terminal.press(key);
		},
		runs() {
			if (!seen.runs) throw new Error('nothing was drawn');
			return seen.runs;
		},
		closed: () => seen.closed,
		lastWords: () => seen.words,
	});
}

/** Compares a dialogue as it stands, at each of four sizes, with the screens in `screens/NAME.txt`. */
export async function expectScreens(terminal: DialogTerminal, name: string): Promise<void> {
	let screens = '';
	for (const [columns, rows] of sizes) {
		terminal.resize(columns, rows);
		await eventually(() => {
			const lines = terminal.screen().split('\n');
			expect([Math.max(...lines.map(line => displayWidth(line))), lines.length]).toEqual([columns, rows]);
		});
		screens += `== ${columns} × ${rows}\n${terminal.screen()}\n`;
	}

	terminal.resize(...sizes[0]);

	expect(screens).toBe(readFileSync(join(import.meta.dirname, 'screens', `${name}.txt`), 'utf8'));
}

const sizes = [
	[80, 24],
	[120, 36],
	[200, 50],
	[60, 15],
] as const;

interface DialogUnderTestProps {
	readonly action: DialogName;
	readonly session: Session;
	readonly app: AppInfo | undefined;
	readonly snapshot: Snapshot;
	readonly prepare: ((runs: Runs) => void) | undefined;
	readonly onRuns: (runs: Runs) => void;
	readonly onClose: (words?: string) => void;
}

function DialogUnderTest({session, prepare, onRuns, ...props}: DialogUnderTestProps) {
	const runs = useRuns(session);
	const {columns, rows} = useWindowSize();
	const [isPrepared, setPrepared] = useState(prepare === undefined);
	const isBegun = useRef(false);
	useEffect(() => {
		if (isBegun.current) return;
		isBegun.current = true;
		prepare?.(runs);
		queueMicrotask(() => setPrepared(true));
	}, [prepare, runs]);
	onRuns(runs);
	return (
		<Box flexDirection="column">
			<Text>iter8</Text>
			{isPrepared && <Dialog {...props} {...{session, runs, columns}} rows={rows - 2} isActive />}
			<Text> ? help</Text>
		</Box>
	);
}
