import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import type {Lookup} from '../routemap/availability.ts';
import type {AppInfo} from './app.ts';
import {describeApp} from './describe-app.ts';
import type {Snapshot} from './snapshot.ts';

/**
 * All apps of a snapshot as a person reads them, by namespace and name. An app whose objects are the same as in an earlier
 * snapshot is the same AppInfo again, so that following a thousand apps costs what changes, not what there is.
 */
export function describeApps(snapshot: Snapshot, now: Date): readonly AppInfo[] {
	return snapshot.routemaps
		.map(configMap => knownApp(configMap, snapshot, now))
		.toSorted((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

/** When an app's description changes without any change in the cluster; undefined while none will. */
export function lookAgainAt(apps: readonly AppInfo[]): Date | undefined {
	let first: string | undefined;
	for (const {versions} of apps) {
		for (const {heldUntil} of versions) {
			if (heldUntil !== undefined && (first === undefined || heldUntil < first)) first = heldUntil;
		}
	}

	return first === undefined ? undefined : new Date(first);
}

interface Description {
	readonly app: AppInfo;
	/** Whether a snapshot has what this was made of. */
	readonly holds: (snapshot: Snapshot) => boolean;
}

const descriptions = new WeakMap<KubeObject, Description>();

function knownApp(configMap: KubeObject, snapshot: Snapshot, now: Date): AppInfo {
	const before = descriptions.get(configMap);
	const lapsesAt = before && lookAgainAt([before.app]);
	if (before?.holds(snapshot) && !(lapsesAt && lapsesAt <= now)) return before.app;
	const applications = recordingLookup(snapshot.applications);
	const routes = recordingLookup(snapshot.routes);
	const app = describeApp(configMap, applications.lookup, routes.lookup, now);
	descriptions.set(configMap, {
		app,
		holds: later => applications.isSameIn(later.applications) && routes.isSameIn(later.routes),
	});
	return app;
}

/** A lookup that remembers what it was asked and found. */
function recordingLookup(lookup: Lookup) {
	const found = new Map<string, readonly [Resource, string, string, KubeObject | undefined]>();
	return {
		lookup: ((resource, namespace, name) => {
			const object = lookup(resource, namespace, name);
			found.set(`${resource.plural}.${resource.group}/${namespace}/${name}`, [resource, namespace, name, object]);
			return object;
		}) as Lookup,
		isSameIn(later: Lookup): boolean {
			for (const [resource, namespace, name, object] of found.values()) {
				if (later(resource, namespace, name) !== object) return false;
			}

			return true;
		},
	};
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
