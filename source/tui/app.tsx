import {useApp} from 'ink';
import {useCallback, useState} from 'react';
import {useRunFlashes} from './hooks/use-run-flashes.ts';
import {useStop} from './hooks/use-stop.ts';
import {useStore} from './hooks/use-store.ts';
import type {Run} from './runs/run.ts';
import {useRuns} from './runs/use-runs.ts';
import {MainScreen} from './screens/main-screen.tsx';
import type {Place, Session} from './session.ts';
import {firstUi, reduceUi} from './state/ui.ts';
import type {TerminalControl} from './terminal-control.ts';

interface AppProps {
	/** Of the place to begin with. */
	readonly session: Session;
	readonly terminal: TerminalControl;
	/** Told what still runs when the program ends. */
	readonly onLeft?: (running: readonly Run[]) => void;
}

/** The whole program: where it looks, what was done from here, and one screen that shows it. Exits with its exit code. */
export function App({session: first, terminal, onLeft}: AppProps) {
	const {exit} = useApp();
	const [{session, moves}, setVisit] = useState({session: first, moves: 0});
	const store = useStore(reduceUi, firstUi);
	const {dispatch} = store;
	const runs = useRuns(session, onLeft);
	useRunFlashes(runs.list, dispatch);
	useStop(terminal);
	const go = useCallback(
		async (place: Place) => {
			const flash = (words: string, tone: 'good' | 'bad' | 'waiting') =>
				dispatch({type: 'flash', flash: {words, tone, at: session.now()}});
			flash('switching …', 'waiting');
			try {
				const next = await session.move(place);
				setVisit(visit => ({session: next, moves: visit.moves + 1}));
				dispatch({type: 'moved'});
			} catch (error) {
				flash(`✖ ${error instanceof Error ? error.message : String(error)}`, 'bad');
			}
		},
		[session, dispatch],
	);
	return (
		<MainScreen
			// Nothing that is known of one place holds in another.
			key={moves}
			session={session}
			store={store}
			runs={runs}
			terminal={terminal}
			onMove={go}
			onExit={exit}
		/>
	);
}
