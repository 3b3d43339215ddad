import {useAnimation, useIsScreenReaderEnabled} from 'ink';
import {useState, type ReactElement} from 'react';
import type {AppInfo} from '../../info/app.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import type {ActionName} from '../../ownership/permissions.ts';
import {useForbidden} from '../hooks/use-forbidden.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {useStore} from '../hooks/use-store.ts';
import type {DialogName} from '../keys/keys.ts';
import {clampOffset} from '../lines/box.ts';
import type {Run} from '../runs/run.ts';
import type {Runs} from '../runs/use-runs.ts';
import type {Session} from '../session.ts';
import {dialogKeys} from './dialog-keys.ts';
import {openDialog, step, type DialogState} from './dialog-state.ts';
import type {Flow} from './flow.ts';
import {flowOf} from './flows/flow-of.ts';
import {Frame, frameColumns, frameRows} from './frame.tsx';
import {pagesOf} from './lines/run-lines.ts';
import {useFlow, valuesOf} from './use-flow.ts';
import {usePreview} from './use-preview.ts';
import {viewOf} from './view.ts';

interface DialogProps {
	readonly session: Session;
	/** The chosen app; `init` and `watch` do without. */
	readonly app: AppInfo | undefined;
	readonly action: DialogName;
	readonly columns: number;
	readonly rows: number;
	readonly snapshot: Snapshot | undefined;
	readonly runs: Runs;
	/** With what to say of it, where there is something. */
	readonly onClose: (words?: string) => void;
	/** Whether it gets the keys. */
	readonly isActive: boolean;
}

/**
 * Everything about one action, in `columns` × `rows`: form, plan, progress, result. Takes all keys but Ctrl-C and Ctrl-Z; Esc goes
 * back one step, at last `onClose`. What it is about stays what it was when it was opened.
 */
export function Dialog({
	session,
	app,
	action,
	columns,
	rows,
	snapshot,
	runs,
	onClose,
	isActive,
}: DialogProps): ReactElement {
	const [flow] = useState(() => flowOf(action, {session, info: app, snapshot}) ?? {title: 'No app is chosen'});
	const [opened] = useState(() =>
		openDialog(flow.toggles ?? [], runAtOpening(runs.list, action, app, session.context)),
	);
	const store = useStore(step, opened);
	const {state, get, dispatch} = store;
	const [stopped, setStopped] = useState<string>();
	const forbidden = useForbidden(session, app, snapshot);
	const refusal =
		(flow.form ?? flow.propose)
			? forbidden.get(action as ActionName)
			: 'choose an app in the list first, or initialize one with i';
	useFlow(flow, store, refusal !== undefined);

	// one column stays free at the right
	const width = columns - frameColumns - 1;
	const {values, faults} = answersOf(state, flow);
	const isValid = Object.keys(faults).length === 0;
	const preview = usePreview(state.mode.kind === 'form' ? state.form?.spec : undefined, values, isValid);
	const run = runOf(state, runs.list);
	const isRead = useIsScreenReaderEnabled();
	useTick(run?.status === 'running' && !isRead);
	const height = Math.max(1, rows - frameRows);
	const known = {info: app, snapshot};
	const facts = {
		flow,
		known,
		refusal,
		values,
		faults,
		preview,
		run,
		isStopping: run !== undefined && stopped === run.id,
	};
	const canRepeat = mayRepeat(state, flow, run);
	const view = viewOf(state, {...facts, canRepeat, now: session.now(), width});
	const offset = clampOffset(state.scroll ?? view.focusLine - height + 1, view.lines.length, height);

	useKeys({
		onKey: isActive ? onKey : ignoreKey,
		onPaste: text => dispatch({type: 'paste', text}),
		isPasteActive: isActive,
	});

	/** The state may have gone on since it was drawn: several keys can come in one piece. */
	function onKey(key: string): void {
		const now = get();
		const current = runOf(now, runs.list);
		const action = dialogKeys(now, key, {
			flow,
			isRefused: refusal !== undefined,
			faults: answersOf(now, flow).faults,
			isRunning: current?.status === 'running',
			canRepeat: mayRepeat(now, flow, current),
			pages: pagesOf(current),
			view: {offset, lines: view.lines.length, height},
		});
		if (!action) return;
		if (action.type === 'close') onClose();
		else if (action.type === 'cancel') onClose('cancelled, nothing was changed');
		else if (action.type === 'stop') stop(current);
		else if (action.type === 'start') start(now);
		else dispatch(action);
	}

	function stop(current: Run | undefined): void {
		if (!current) return;
		runs.stop(current.id);
		setStopped(current.id);
	}

	function start({mode}: DialogState): void {
		if (mode.kind === 'plan') dispatch({type: 'started', id: runs.start(mode.proposal.job)});
	}

	return <Frame {...view} offset={offset} columns={columns} rows={rows} />;
}

function answersOf(state: DialogState, flow: Flow) {
	const values = valuesOf(state, flow);
	return {values, faults: state.form?.spec.check(values) ?? {}};
}

function runOf({mode}: DialogState, list: readonly Run[]): Run | undefined {
	return mode.kind === 'run' ? list.find(({id}) => id === mode.id) : undefined;
}

/** What only asks models: it may be done at any time, and again. */
const asking: ReadonlySet<DialogName> = new Set(['send-test', 'compare', 'explain']);

/** What was stopped or failed goes on when it is run again; models may always be asked again. */
function mayRepeat({mode}: DialogState, flow: Flow, run: Run | undefined): boolean {
	if (mode.kind !== 'run' || mode.note !== undefined || !run || run.status === 'running' || !flow.propose) return false;
	return (run.status !== 'done' && run.status !== 'left') || asking.has(run.action);
}

/**
 * Two actions that change one app do not run at once: the dialogue of the second shows the first. What came of a comparison is
 * shown for as long as nothing else was done to the app.
 */
function runAtOpening(
	list: readonly Run[],
	action: DialogName,
	app: AppInfo | undefined,
	context: string | undefined,
): {readonly id: string; readonly note?: string} | undefined {
	const running = list.filter(run => run.status === 'running' && run.context === context);
	const same = running.find(run => run.action === action && (action === 'watch' || isAbout(run, app)));
	if (same) return {id: same.id};
	const last = list.findLast(run => run.context === context && isAbout(run, app));
	if (action === 'compare' && last?.action === 'compare' && last.comparison) return {id: last.id};
	if (asking.has(action) || action === 'watch' || action === 'init') return undefined;
	const other = running.find(run => !asking.has(run.action) && isAbout(run, app));
	return (
		other && {
			id: other.id,
			note: `this is still running: stop it, or wait for its end, before you go on with ${action}`,
		}
	);
}

function isAbout({app}: Run, info: AppInfo | undefined): boolean {
	return app.name === info?.name && app.namespace === info.namespace;
}

function ignoreKey(): void {}

/** Draws again each second, so that the time that an action has run goes on. */
function useTick(isActive: boolean): void {
	useAnimation({interval: 1000, isActive});
}
