import {useState} from 'react';
import type {AppInfo} from '../../info/app.ts';
import {describeAppsLazily, lookAgainAt} from '../../info/describe-apps.ts';
import type {Snapshot} from '../../info/snapshot.ts';

/** The apps of a snapshot, described again only when it or, for an app that is held available, time has changed something. */
export function useApps(snapshot: Snapshot | undefined, now: Date): readonly AppInfo[] {
	const [read] = useState(createReader);
	return read(snapshot, now);
}

function createReader() {
	let last: Snapshot | undefined;
	let apps: readonly AppInfo[] = [];
	return (snapshot: Snapshot | undefined, now: Date): readonly AppInfo[] => {
		const until = lookAgainAt(apps);
		if (last === snapshot && !(until && until <= now)) return apps;
		const described = snapshot ? describeAppsLazily(snapshot, now) : [];
		const isSame = described.length === apps.length && described.every((app, index) => app === apps[index]);
		last = snapshot;
		if (!isSame) apps = described;
		return apps;
	};
}
