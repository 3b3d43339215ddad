import {useEffect, useMemo, useState} from 'react';
import type {LostApp} from '../../info/lost-app.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import type {Session} from '../session.ts';

/** While an app is lost it is asked whether it still is: what was left of it may go without a routemap. */
const againMs = 10_000;
/** Nobody waits for it: the first screen comes before, and routemaps that come one after the other are asked about once. */
const settledMs = 1000;

/** The apps that have lost their routemap, asked for whenever other routemaps are there than before. Whoever may not ask is told of none. */
export function useLostApps({lostApps}: Session, snapshot: Snapshot | undefined): readonly LostApp[] {
	const [lost, setLost] = useState<readonly LostApp[]>([]);
	const [round, setRound] = useState(0);
	const routemaps = snapshot?.routemaps;
	const key = useMemo(
		() => routemaps?.map(({metadata}) => `${metadata.namespace}/${metadata.name}`).join(' '),
		[routemaps],
	);
	useEffect(() => {
		if (!snapshot) return undefined;
		const stopping = new AbortController();
		const learn = (found: readonly LostApp[]): void => {
			if (stopping.signal.aborted) return;
			setLost(before => (before.length === 0 && found.length === 0 ? before : found));
			if (found.length > 0) timer = setTimeout(() => setRound(before => before + 1), againMs);
		};
		const ask = (): void => void lostApps(snapshot, stopping.signal).then(learn, () => learn([]));
		let timer = setTimeout(ask, settledMs);
		return () => {
			stopping.abort();
			clearTimeout(timer);
		};
		// a snapshot is another one with each change, its routemaps are not
		// oxlint-disable-next-line react/exhaustive-deps
	}, [lostApps, key, round]);
	return lost;
}
