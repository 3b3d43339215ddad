import {Box, Text, useIsScreenReaderEnabled} from 'ink';
import type {AppInfo} from '../../info/app.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import {Drawing} from '../components/drawing.tsx';
import {Guard} from '../components/guard.tsx';
import {Lines} from '../components/lines.tsx';
import {Dialog} from '../dialogs/dialog.tsx';
import {useKeys} from '../hooks/use-keys.ts';
import type {Store} from '../hooks/use-store.ts';
import {pressKey} from '../keys/press-key.ts';
import type {Runs} from '../runs/use-runs.ts';
import type {Place, Session} from '../session.ts';
import type {Ui, UiAction} from '../state/ui.ts';
import type {TerminalControl} from '../terminal-control.ts';
import {drawFrame} from './frame.ts';
import {readerLines} from './reader-lines.ts';
import {useModel} from './use-model.ts';

interface MainScreenProps {
	readonly session: Session;
	readonly store: Store<Ui, UiAction>;
	readonly runs: Runs;
	readonly terminal: TerminalControl;
	readonly onMove: (place: Place) => Promise<void>;
	readonly onExit: (code: number) => void;
}

/** The screen of one place: follows what is there, gives the keys their meaning, and draws. */
export function MainScreen({session, store, runs, terminal, onMove, onExit}: MainScreenProps) {
	const isReader = useIsScreenReaderEnabled();
	const ui = store.state;
	const {model, all, visible, keyContextOf} = useModel(session, ui, runs);
	const {known, columns, rows} = model;
	const frame = drawFrame(model);
	const on = {store, model, frame, visible, keyContextOf, runs, terminal, now: session.now, onMove, onExit};
	useKeys({
		onKey: key => pressKey(on, key),
		onPaste: text => store.dispatch({type: 'paste', text}),
		isPasteActive: ui.overlay?.kind !== 'dialog',
	});

	const {overlay} = ui;
	const dialog = overlay?.kind === 'dialog' && (
		<OpenDialog {...{session, store, runs, overlay, all, columns}} rows={frame.bodyRows} snapshot={known.snapshot} />
	);
	if (isReader) {
		return (
			<Box flexDirection="column">
				{readerLines(model).map((line, index) => (
					// oxlint-disable-next-line react/no-array-index-key
					<Text key={index}>{line}</Text>
				))}
				{dialog}
			</Box>
		);
	}

	const isStale = known.snapshot !== undefined && known.trouble !== undefined;
	if (frame.body) return <Drawing {...frame} body={frame.body} columns={columns} rows={rows} isStale={isStale} />;
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			<Lines lines={frame.top} width={columns} />
			<Box flexDirection="column" flexShrink={0} width={columns} height={frame.bodyRows} overflow="hidden">
				{dialog}
			</Box>
			<Lines lines={frame.bottom} width={columns} />
		</Box>
	);
}

interface OpenDialogProps extends Pick<MainScreenProps, 'session' | 'store' | 'runs'> {
	readonly overlay: Extract<Ui['overlay'], {readonly kind: 'dialog'}>;
	readonly all: readonly AppInfo[];
	readonly columns: number;
	readonly rows: number;
	readonly snapshot: Snapshot | undefined;
}

/** The dialog of an action, which closes when it throws. */
function OpenDialog({session, store, runs, overlay, all, columns, rows, snapshot}: OpenDialogProps) {
	const close = (words?: string) => {
		store.dispatch({type: 'close'});
		if (words !== undefined) store.dispatch({type: 'flash', flash: {words, tone: 'faint', at: session.now()}});
	};
	return (
		<Guard onClose={close}>
			<Dialog
				{...{session, columns, rows, snapshot, runs}}
				app={overlay.app && (latestOf(all, overlay.app) ?? overlay.app)}
				action={overlay.action}
				onClose={close}
				isActive
			/>
		</Guard>
	);
}

function latestOf<App extends {readonly namespace: string; readonly name: string}>(
	apps: readonly App[],
	app: App,
): App | undefined {
	return apps.find(({namespace, name}) => namespace === app.namespace && name === app.name);
}
