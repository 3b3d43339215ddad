import {useEffect, useReducer} from 'react';
import type {Follow, Snapshot} from '../../info/snapshot.ts';

/** What is known of the cluster. */
export interface Known {
	/** Undefined until everything has been read once. */
	readonly snapshot: Snapshot | undefined;
	/** Why the snapshot may be out of date, and since when. */
	readonly trouble: {readonly error: Error; readonly since: Date} | undefined;
}

type Report = {readonly snapshot: Snapshot} | {readonly error: Error | undefined; readonly at: Date};

const nothing: Known = {snapshot: undefined, trouble: undefined};

/** What is known after a report. Trouble that changes its words has lasted since it began. */
export function learn(known: Known, report: Report): Known {
	if ('snapshot' in report) return {...known, snapshot: report.snapshot};
	const {error, at} = report;
	return {...known, trouble: error && {error, since: known.trouble?.since ?? at}};
}

export function useSnapshot(follow: Follow, now: () => Date): Known {
	const [known, report] = useReducer(learn, nothing);
	useEffect(
		() =>
			follow({
				onSnapshot: snapshot => report({snapshot}),
				onTrouble: error => report({error, at: now()}),
			}),
		[follow, now],
	);
	return known;
}
