import {useEffect, useState} from 'react';
import type {ActionName, Forbidden} from '../../ownership/action-access.ts';
import type {Session} from '../session.ts';

const changing: readonly ActionName[] = ['init', 'deploy', 'weights', 'promote', 'abort', 'cleanup', 'watch'];
const readOnly: Forbidden = new Map(changing.map(action => [action, 'this is read-only (--read-only)']));
const nothing: Forbidden = new Map();

/** What may not be done in a namespace, asked once for each; until that is known, only what read-only mode forbids. */
export function useForbidden({forbidden: ask, isReadOnly}: Session, namespace: string): Forbidden {
	const [known, setKnown] = useState<ReadonlyMap<string, Forbidden>>(new Map());
	const isKnown = known.has(namespace);
	useEffect(() => {
		if (isKnown) return undefined;
		const stopping = new AbortController();
		ask(namespace, stopping.signal).then(
			answer => setKnown(before => new Map(before).set(namespace, answer)),
			// Who cannot ask may try; the cluster has the last word.
			() => undefined,
		);
		return () => stopping.abort();
	}, [ask, namespace, isKnown]);
	return known.get(namespace) ?? (isReadOnly ? readOnly : nothing);
}
