import {Box, Text, useIsScreenReaderEnabled, useWindowSize} from 'ink';
import {useEffect, useMemo, useState} from 'react';
import {describeDaemon} from '../../info/describe-daemon.ts';
import {Drawing} from '../components/drawing.tsx';
import {Guard} from '../components/guard.tsx';
import {Lines} from '../components/lines.tsx';
import {Dialog} from '../dialogs/dialog.tsx';
import {useApps} from '../hooks/use-apps.ts';
import {useEventsBelow} from '../hooks/use-events-below.ts';
import {useFeeds} from '../hooks/use-feeds.ts';
import {useForbidden} from '../hooks/use-forbidden.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {useLog} from '../hooks/use-log.ts';
import {useNames} from '../hooks/use-names.ts';
import {usePods} from '../hooks/use-pods.ts';
import {useSnapshot} from '../hooks/use-snapshot.ts';
import {useStates} from '../hooks/use-states.ts';
import type {Store} from '../hooks/use-store.ts';
import {useVisibleApps} from '../hooks/use-visible-apps.ts';
import type {KeyContext} from '../keys/keys.ts';
import {pressKey} from '../keys/press-key.ts';
import type {Runs} from '../runs/use-runs.ts';
import {appKey, selectedIndex} from '../selection.ts';
import type {Place, Session} from '../session.ts';
import {loggedContainer} from '../state/logged.ts';
import {mergeNumbers} from '../state/numbers.ts';
import {canGoBack, type Ui, type UiAction} from '../state/ui.ts';
import type {TerminalControl} from '../terminal-control.ts';
import {drawFrame} from './frame.ts';
import type {Model} from './model.ts';
import {readerLines} from './reader-lines.ts';

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
	const {columns, rows} = useWindowSize();
	const isReader = useIsScreenReaderEnabled();
	const now = useClock(session.now, isReader ? readerTickMs : undefined);
	const ui = store.state;
	const known = useSnapshot(session.follow, session.now);
	const all = useApps(known.snapshot, now);
	const daemon = known.snapshot && describeDaemon(known.snapshot.leases, now);
	const {statesOf, wrong} = useStates(all, known.snapshot?.leases ?? [], now);
	const visible = useVisibleApps(all, known.snapshot, statesOf);
	const apps = visible(ui);
	const app = apps[selectedIndex(ui.selection, apps)];
	const feeds = useFeeds(session, app);
	const pods = usePods(session, app, known.snapshot);
	const logged = app && ui.view === 'log' ? loggedContainer(app, pods.byVersion, ui.turn) : undefined;
	const log = useLog(session, logged);
	const eventsBelow = useEventsBelow(session, ui.view === 'events' ? app : undefined);
	const forbidden = useForbidden(session, app, known.snapshot);
	// Where nothing is, the namespace may not be there either.
	const isEmpty = session.namespace !== undefined && known.snapshot?.routemaps.length === 0;
	const names = useNames(session, isEmpty || ui.overlay?.kind === 'pick' || ui.prompt?.kind === 'command');
	const candidates = useMemo(
		() => ({
			apps: all.map(app => (session.namespace === undefined ? appKey(app) : app.name)),
			namespaces: names.namespaces ?? [],
			contexts: names.contexts ?? [],
		}),
		[all, names, session.namespace],
	);
	const {context, namespace} = session;
	const place = useMemo(() => ({context, namespace}), [context, namespace]);
	const newestFirst = useMemo(() => runs.list.toReversed(), [runs.list]);
	const keyContextOf = (ui: Ui): KeyContext => {
		const shown = visible(ui);
		const logged = ui.overlay?.kind === 'log' ? newestFirst[ui.overlay.index] : undefined;
		return {
			app: shown[selectedIndex(ui.selection, shown)],
			forbidden,
			daemon,
			logged: logged && {isRunning: logged.status === 'running'},
			canGoBack: canGoBack(ui),
		};
	};
	const model: Model = {
		ui,
		place,
		isReadOnly: session.isReadOnly,
		known,
		daemon,
		statesOf,
		total: all.length,
		wrong,
		apps,
		app,
		feeds,
		pods,
		logged,
		log,
		eventsBelow,
		numbers: mergeNumbers(feeds.numbers, app && runs.testNumbers(app)),
		runs: newestFirst,
		names,
		candidates,
		keyContext: keyContextOf(ui),
		now,
		columns,
		rows,
	};
	const frame = drawFrame(model);
	const on = {store, model, frame, visible, keyContextOf, runs, terminal, now: session.now, onMove, onExit};
	const isDialog = ui.overlay?.kind === 'dialog';
	useKeys({
		onKey: key => pressKey(on, key),
		onPaste: text => store.dispatch({type: 'paste', text}),
		isPasteActive: !isDialog,
	});

	const close = (words?: string) => {
		store.dispatch({type: 'close'});
		if (words !== undefined) store.dispatch({type: 'flash', flash: {words, tone: 'faint', at: session.now()}});
	};
	const dialog = ui.overlay?.kind === 'dialog' && (
		<Guard onClose={close}>
			<Dialog
				session={session}
				app={ui.overlay.app && (latestOf(all, ui.overlay.app) ?? ui.overlay.app)}
				action={ui.overlay.action}
				columns={columns}
				rows={frame.bodyRows}
				snapshot={known.snapshot}
				runs={runs}
				onClose={close}
				isActive
			/>
		</Guard>
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

/** What is read out is said again when it changes, so ages change once a minute only. */
const readerTickMs = 60_000;

function latestOf<App extends {readonly namespace: string; readonly name: string}>(
	apps: readonly App[],
	app: App,
): App | undefined {
	return apps.find(({namespace, name}) => namespace === app.namespace && name === app.name);
}

/** The time, again every second or in another interval of milliseconds. */
function useClock(now: () => Date, intervalMs = 1000): Date {
	const [time, setTime] = useState(now);
	useEffect(() => {
		const timer = setInterval(() => setTime(now()), intervalMs);
		return () => clearInterval(timer);
	}, [now, intervalMs]);
	return time;
}
