import {useEffect, useMemo, useState, useSyncExternalStore} from 'react';
import type {AppNumbers} from '../../metrics/numbers.ts';
import type {AppReference, Session} from '../session.ts';
import {RunList} from './run-list.ts';
import type {Job, Run} from './run.ts';

/** The actions of this sitting, in the order in which they were started. */
export interface Runs {
	readonly list: readonly Run[];
	/** Starts an action in the background; returns its id. */
	readonly start: (job: Job) => string;
	/** Stops an action: between two steps, and any wait at once. */
	readonly stop: (id: string) => void;
	/** What the tests sent from here have measured of an app's versions; undefined before the first answer. */
	readonly testNumbers: (app: AppReference) => AppNumbers | undefined;
}

/** Keeps the actions of this sitting, also across sessions; what still runs when the program ends is told, and stopped. */
export function useRuns(session: Session, onLeft?: (running: readonly Run[]) => void): Runs {
	const [runs] = useState(() => new RunList());
	const list = useSyncExternalStore(runs.subscribe, runs.runs);
	useEffect(
		() => () => {
			const running = runs.runs().filter(({status}) => status === 'running');
			if (running.length > 0) onLeft?.(running);
			runs.stopAll();
		},
		[runs, onLeft],
	);
	const {context, now} = session;
	return useMemo(
		() => ({
			list,
			start: job => runs.start(job, {context, now}),
			stop: id => runs.stop(id),
			testNumbers: app => runs.testNumbers(app, context),
		}),
		[runs, list, context, now],
	);
}
