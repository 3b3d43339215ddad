import {useApp, useWindowSize} from 'ink';
import {useCallback, useState} from 'react';
import type {AppInfo} from '../info/app.ts';
import {describeApps} from '../info/describe-apps.ts';
import {describeDaemon} from '../info/describe-daemon.ts';
import type {Follow} from '../info/snapshot.ts';
import type {Place} from './components/header.tsx';
import {useClock} from './hooks/use-clock.ts';
import {useKeys} from './hooks/use-keys.ts';
import {useSnapshot} from './hooks/use-snapshot.ts';
import type {Action} from './keys.ts';
import {AppsScreen, tableHeight} from './screens/apps-screen.tsx';
import {firstSelected, moveSelection, selectedIndex} from './selection.ts';

export interface AppProps extends Place {
	readonly follow: Follow;
	readonly now: () => Date;
}

/** The exit code of a program that Ctrl-C ended (128 plus SIGINT). */
const interrupted = 130;

/** The whole program: what it knows, what is chosen, and one screen that shows it. Exits with its exit code. */
export function App({follow, now: clock, ...place}: AppProps) {
	const {exit} = useApp();
	const {columns, rows} = useWindowSize();
	const now = useClock(clock);
	const known = useSnapshot(follow, clock);
	const apps = useStable(known.snapshot ? describeApps(known.snapshot, now) : []);
	const daemon = known.snapshot && describeDaemon(known.snapshot.leases, now);
	const [selection, setSelection] = useState(firstSelected);
	const pageSize = Math.max(1, Math.floor(tableHeight(known, rows, now) / 2));
	const onAction = useCallback(
		(action: Action) => {
			if (action === 'quit') exit(0);
			else if (action === 'interrupt') exit(interrupted);
			else setSelection(before => moveSelection(before, action, apps, pageSize));
		},
		[exit, apps, pageSize],
	);
	useKeys(onAction);
	const screen = {known, apps, daemon, now, columns, rows, selected: selectedIndex(selection, apps)};
	return <AppsScreen {...place} {...screen} />;
}

/** The same list for as long as its apps are the same ones. */
function useStable(apps: readonly AppInfo[]): readonly AppInfo[] {
	const [stable, setStable] = useState(apps);
	if (apps.length === stable.length && apps.every((app, index) => app === stable[index])) return stable;
	setStable(apps);
	return apps;
}
