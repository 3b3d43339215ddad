import {useEffect, useReducer} from 'react';
import type {Follow, Snapshot} from '../../info/snapshot.ts';
import {coalesce} from '../../snapshot/coalesce.ts';

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

/** Five pictures a second show all that an eye takes in, at half the work of ten. */
const intervalMs = 200;

/** Follows a cluster; of snapshots that come faster than a person reads, the last one. */
export function useSnapshot(follow: Follow, now: () => Date): Known {
	const [known, report] = useReducer(learn, nothing);
	useEffect(() => {
		const stopping = new AbortController();
		let latest: Snapshot | undefined;
		const show = coalesce(() => latest && report({snapshot: latest}), intervalMs, stopping.signal);
		const end = follow({
			onSnapshot(snapshot) {
				latest = snapshot;
				show();
			},
			onTrouble: error => report({error, at: now()}),
		});
		return () => {
			stopping.abort();
			end();
		};
	}, [follow, now]);
	return known;
}
