import {useEffect, useState} from 'react';
import {kindsOfApp} from '../../info/app-kinds.ts';
import type {AppInfo} from '../../info/app.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import {changingActions, type Forbidden} from '../../ownership/permissions.ts';
import type {Session} from '../session.ts';

const readOnly: Forbidden = new Map(changingActions.map(action => [action, 'this is read-only (--read-only)']));
const nothing: Forbidden = new Map();

/**
 * What may not be done to an app, or where none is chosen in the session's namespace; asked once for each namespace and kinds of
 * app. Until that is known, only what read-only mode forbids.
 */
export function useForbidden(
	{forbidden: ask, isReadOnly, namespace: place}: Session,
	app: AppInfo | undefined,
	snapshot: Snapshot | undefined,
): Forbidden {
	const [known, setKnown] = useState<ReadonlyMap<string, Forbidden>>(new Map());
	const namespace = app?.namespace ?? place ?? 'default';
	const kinds = kindsOfApp(snapshot, app);
	const names = [...kinds.resources, ...kinds.routes].map(({plural, group}) => `${plural}.${group}`);
	const key = [namespace, ...names].join(' ');
	const isKnown = known.has(key);
	useEffect(() => {
		if (isKnown) return undefined;
		const stopping = new AbortController();
		ask(namespace, kinds, stopping.signal).then(
			answer => setKnown(before => new Map(before).set(key, answer)),
			// Who cannot ask may try; the cluster has the last word.
			() => undefined,
		);
		return () => stopping.abort();
		// the key stands for namespace and kinds, which are made anew each time
		// oxlint-disable-next-line react/exhaustive-deps
	}, [ask, key, isKnown]);
	return known.get(key) ?? (isReadOnly ? readOnly : nothing);
}
