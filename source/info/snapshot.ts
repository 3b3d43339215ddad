import type {LeaderSettings} from '../objects/leader-settings.ts';
import {namespacedName, type KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import type {Lookup} from '../routemap/assess/availability.ts';

/** What of a cluster has been read, as far as apps are concerned. */
export interface Snapshot {
	/** ConfigMaps that are labelled as routemaps. */
	readonly routemaps: readonly KubeObject[];
	/** The objects that versions are made of. */
	readonly applications: Lookup;
	/** The live routes, managed fields included. */
	readonly routes: Lookup;
	/** What is kept of a rollout of an app, if anything. */
	readonly recordOf: (namespace: string, app: string) => KubeObject | undefined;
	/** The leases that a daemon may hold. */
	readonly leases: readonly KubeObject[];
	/** Namespaces whose lease the user may not read, so that who leads there is not to be seen; `all namespaces` for those of all. */
	readonly hiddenLeases: readonly string[];
	/** By which settings the routes of a namespace are written: those of the daemon that leads for it. */
	readonly settingsIn: (namespace: string) => LeaderSettings;
	/** Kinds that are named and that the server does not have, in a sentence each. */
	readonly missingKinds: readonly string[];
}

/** The leases that could be read, and those that could not. */
export type KnownLeases = Pick<Snapshot, 'leases' | 'hiddenLeases'>;

export const noLeases: KnownLeases = {leases: [], hiddenLeases: []};

/** What stands for all namespaces among those whose leases are hidden. */
export const everyNamespace = 'all namespaces';

/** Told of a cluster as it changes. */
export interface SnapshotListener {
	readonly onSnapshot: (snapshot: Snapshot) => void;
	/** Why the last snapshot may be out of date, whenever that changes; undefined when it is current again. */
	readonly onTrouble: (error: Error | undefined) => void;
}

/** Starts to follow a cluster; the function that it returns ends that. */
export type Follow = (listener: SnapshotListener) => () => void;

/** A lookup among objects that were listed. */
export function lookupAmong(lists: Iterable<readonly [Resource, readonly KubeObject[]]>): Lookup {
	const objects = new Map<string, KubeObject>();
	for (const [resource, items] of lists) {
		for (const item of items) objects.set(keyOf(resource, item.metadata.namespace ?? '', item.metadata.name), item);
	}

	return (resource, namespace, name) => objects.get(keyOf(resource, namespace, name));
}

function keyOf({plural, group}: Resource, namespace: string, name: string): string {
	return `${plural}.${group}/${namespacedName(namespace, name)}`;
}
