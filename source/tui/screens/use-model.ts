import {useIsScreenReaderEnabled, useWindowSize} from 'ink';
import {useMemo} from 'react';
import type {AppInfo} from '../../info/app.ts';
import {describeDaemon} from '../../info/describe-daemon.ts';
import {noLeases, type Snapshot} from '../../info/snapshot.ts';
import {useApps} from '../hooks/use-apps.ts';
import {useClock} from '../hooks/use-clock.ts';
import {useEventsBelow} from '../hooks/use-events-below.ts';
import {useFeeds} from '../hooks/use-feeds.ts';
import {useForbidden} from '../hooks/use-forbidden.ts';
import {useLog} from '../hooks/use-log.ts';
import {useLostApps} from '../hooks/use-lost-apps.ts';
import {useNames} from '../hooks/use-names.ts';
import {usePods} from '../hooks/use-pods.ts';
import {useSnapshot} from '../hooks/use-snapshot.ts';
import {useStates} from '../hooks/use-states.ts';
import {useVisibleApps, type VisibleApps} from '../hooks/use-visible-apps.ts';
import type {KeyContext} from '../keys/keys.ts';
import type {Runs} from '../runs/use-runs.ts';
import {appKey, selectedIndex} from '../selection.ts';
import type {Session} from '../session.ts';
import {loggedContainer} from '../state/logged.ts';
import {mergeNumbers} from '../state/numbers.ts';
import {canGoBack, type Ui} from '../state/ui.ts';
import type {Model} from './model.ts';

interface Known {
	readonly model: Model;
	/** Whether or not the filter lets them through. */
	readonly all: readonly AppInfo[];
	readonly visible: VisibleApps;
	/** What the keys are allowed to do by, in a state of the screen that may not have been drawn yet. */
	readonly keyContextOf: (ui: Ui) => KeyContext;
}

/** What is read out is said again when it changes, so ages change once a minute only. */
const readerTickMs = 60_000;

/** Follows what there is at a place, and makes of it all that its screen is drawn from. */
export function useModel(session: Session, ui: Ui, runs: Runs): Known {
	const size = useWindowSize();
	const isReader = useIsScreenReaderEnabled();
	const now = useClock(session.now, isReader ? readerTickMs : undefined);
	const known = useSnapshot(session.follow, session.now);
	const all = useApps(known.snapshot, now);
	const daemon = known.snapshot && describeDaemon(known.snapshot.leases, now);
	const {statesOf, wrong} = useStates(all, known.snapshot ?? noLeases, now);
	const visible = useVisibleApps(all, known.snapshot, statesOf);
	const apps = visible(ui);
	const app = apps[selectedIndex(ui.selection, apps)];
	const followed = useFollowed(session, ui, app, known.snapshot);
	const forbidden = useForbidden(session, app, known.snapshot);
	const lost = useLostApps(session, known.snapshot);
	const places = usePlaces(session, ui, all, known.snapshot);
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
		...followed,
		...places,
		...size,
		ui,
		isReadOnly: session.isReadOnly,
		known,
		daemon,
		lost,
		statesOf,
		total: all.length,
		wrong,
		apps,
		app,
		numbers: mergeNumbers(followed.feeds.numbers, app && runs.testNumbers(app)),
		runs: newestFirst,
		keyContext: keyContextOf(ui),
		now,
	};
	return {model, all, visible, keyContextOf};
}

/** What is followed of the chosen app alone. */
function useFollowed(session: Session, ui: Ui, app: AppInfo | undefined, snapshot: Snapshot | undefined) {
	const feeds = useFeeds(session, app);
	const pods = usePods(session, app, snapshot);
	const logged = app && ui.view === 'log' ? loggedContainer(app, pods.byVersion, ui.turn) : undefined;
	const log = useLog(session, logged);
	const eventsBelow = useEventsBelow(session, ui.view === 'events' ? app : undefined);
	return {feeds, pods, logged, log, eventsBelow};
}

/** Where the screen is, and what can be named in it: apps, and other places. */
function usePlaces(session: Session, ui: Ui, all: readonly AppInfo[], snapshot: Snapshot | undefined) {
	const {context, namespace} = session;
	// Where nothing is, the namespace may not be there either.
	const isEmpty = namespace !== undefined && snapshot?.routemaps.length === 0;
	const names = useNames(session, isEmpty || ui.overlay?.kind === 'pick' || ui.prompt?.kind === 'command');
	const candidates = useMemo(
		() => ({
			apps: all.map(app => (namespace === undefined ? appKey(app) : app.name)),
			namespaces: names.namespaces ?? [],
			contexts: names.contexts ?? [],
		}),
		[all, names, namespace],
	);
	const place = useMemo(() => ({context, namespace}), [context, namespace]);
	return {place, names, candidates};
}
