import {useEffect, useMemo, useState} from 'react';
import type {AppInfo} from '../../info/app.ts';
import {describePod, type PodInfo} from '../../info/describe-pod.ts';
import type {Snapshot} from '../../info/snapshot.ts';
import {versionObject} from '../../info/version-object.ts';
import type {PodsOf} from '../../snapshot/follow-pods.ts';
import {podSelector} from '../../versions/pod-selector.ts';
import type {Session} from '../session.ts';

/** The pods of the chosen app's versions. */
export interface Pods {
	/** By the version's title; undefined until they are known. */
	readonly byVersion: ReadonlyMap<string, readonly PodInfo[]> | undefined;
	/** Why those of no version may be seen. */
	readonly error: Error | undefined;
	/** Why those of some may not, by the version's title, where others may. */
	readonly forbidden?: ReadonlyMap<string, Error>;
}

const nothing: Pods = {byVersion: undefined, error: undefined};
/** Where no version is there, nothing has to be looked for. */
const none: Pods = {byVersion: new Map(), error: undefined};

/** How long an app has to be chosen before its pods are followed, in milliseconds: whoever walks through a list asks for nothing. */
const restMs = 150;

/** Follows the pods of an app for as long as it is chosen. */
export function usePods({followPods}: Session, app: AppInfo | undefined, snapshot: Snapshot | undefined): Pods {
	const [state, setState] = useState<Pods & {readonly of: string}>({...nothing, of: ''});
	const followed = app && snapshot ? podsOf(app, snapshot) : undefined;
	const key = JSON.stringify(followed ?? []);
	const unlooked = followed?.length === 0 ? none : nothing;
	useEffect(() => {
		const versions = JSON.parse(key) as readonly PodsOf[];
		if (versions.length === 0) return undefined;
		let end: (() => void) | undefined;
		const timer = setTimeout(() => {
			end = followPods(versions, (pods, forbidden) => {
				const [error] = forbidden.values();
				if (error && pods.size === 0) return setState({byVersion: undefined, error, of: key});
				const byVersion = new Map([...pods].map(([version, list]) => [version, list.map(describePod)]));
				setState({byVersion, error: undefined, forbidden, of: key});
			});
		}, restMs);
		return () => {
			clearTimeout(timer);
			end?.();
		};
	}, [followPods, key]);
	return useMemo(() => (state.of === key ? state : unlooked), [state, key, unlooked]);
}

/** Which pods are those of an app's versions. */
function podsOf(app: AppInfo, snapshot: Snapshot): readonly PodsOf[] {
	return app.versions.flatMap(version => {
		const object = versionObject(snapshot, version);
		const labelSelector = object && podSelector(object);
		return labelSelector === undefined ? [] : [{version: version.title, namespace: version.namespace, labelSelector}];
	});
}
