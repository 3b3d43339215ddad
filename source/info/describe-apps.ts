import type {LeaderSettings} from '../objects/leader-settings.ts';
import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import {appNameOf} from '../routing/app-spec.ts';
import type {AppInfo} from './app.ts';
import {describeApp} from './describe-app.ts';
import type {Snapshot} from './snapshot.ts';

/**
 * All apps of a snapshot as a person reads them, by namespace and name. An app whose objects are the same as in an earlier
 * snapshot is the same AppInfo again, so that following a thousand apps costs what changes, not what there is.
 */
export function describeApps(snapshot: Snapshot, now: Date): readonly AppInfo[] {
	return sorted(snapshot.routemaps.map(configMap => knownApp(configMap, snapshot, now)));
}

/**
 * The same, but each app is described only when more than its names and age is read of it: of a thousand apps a screen shows a
 * few. An app that nobody has read yet stays the same AppInfo, and will be described as the last snapshot has it.
 */
export function describeAppsLazily(snapshot: Snapshot, now: Date): readonly AppInfo[] {
	return sorted(snapshot.routemaps.map(configMap => lazyApp(configMap, snapshot, now)));
}

/** Whether reading an app costs nothing any more. */
export function isDescribed(app: AppInfo): boolean {
	return !unread.has(app);
}

/** Describes so many of the apps that nobody has read yet; whether there are more. */
export function describeSome(apps: readonly AppInfo[], count: number): boolean {
	let left = count;
	for (const app of apps) {
		if (isDescribed(app)) continue;
		if (left === 0) return true;
		left--;
		void app.versions;
	}

	return false;
}

/** When an app's description changes without any change in the cluster; undefined while none will. */
export function lookAgainAt(apps: readonly AppInfo[]): Date | undefined {
	let first: string | undefined;
	for (const app of apps) {
		if (unread.has(app)) continue;
		for (const {heldUntil} of app.versions) {
			if (heldUntil !== undefined && (first === undefined || heldUntil < first)) first = heldUntil;
		}
	}

	return first === undefined ? undefined : new Date(first);
}

function sorted(apps: readonly AppInfo[]): readonly AppInfo[] {
	return apps.toSorted((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
}

interface Description {
	readonly app: AppInfo;
	/** Whether a snapshot has what this was made of. */
	readonly holds: (snapshot: Snapshot) => boolean;
}

const descriptions = new WeakMap<KubeObject, Description>();

function knownApp(configMap: KubeObject, snapshot: Snapshot, now: Date): AppInfo {
	const before = descriptions.get(configMap);
	if (before && isStill(before, snapshot, now)) return before.app;
	const applications = recordingLookup(snapshot.applications);
	const routes = recordingLookup(snapshot.routes);
	const settings = settingsFor(configMap, snapshot);
	const record = recordFor(configMap, snapshot);
	const app = describeApp(configMap, {applications: applications.lookup, routes: routes.lookup, record, settings, now});
	descriptions.set(configMap, {
		app,
		holds: later =>
			settingsFor(configMap, later) === settings &&
			recordFor(configMap, later) === record &&
			applications.isSameIn(later.applications) &&
			routes.isSameIn(later.routes),
	});
	return app;
}

function settingsFor({metadata}: KubeObject, {settingsIn}: Snapshot): LeaderSettings {
	return settingsIn(metadata.namespace ?? 'default');
}

function recordFor(
	{metadata: {name, namespace = 'default'}}: KubeObject,
	{recordOf}: Snapshot,
): KubeObject | undefined {
	return recordOf(namespace, appNameOf(name));
}

function isStill({app, holds}: Description, snapshot: Snapshot, now: Date): boolean {
	const lapsesAt = lookAgainAt([app]);
	return holds(snapshot) && !(lapsesAt && lapsesAt <= now);
}

interface LazyApp {
	readonly info: AppInfo;
	/** What it will be described from; undefined once it is. */
	source: {readonly snapshot: Snapshot; readonly now: Date} | undefined;
	app: AppInfo | undefined;
}

const lazyApps = new WeakMap<KubeObject, LazyApp>();
const unread = new WeakSet<AppInfo>();

function lazyApp(configMap: KubeObject, snapshot: Snapshot, now: Date): AppInfo {
	const before = lazyApps.get(configMap);
	if (before?.source) {
		before.source = {snapshot, now};
		return before.info;
	}

	const description = descriptions.get(configMap);
	if (description && description.app === before?.app && isStill(description, snapshot, now)) return before.info;
	const read = (): AppInfo => {
		const source = lazy.source ?? {snapshot, now};
		lazy.app ??= knownApp(configMap, source.snapshot, source.now);
		lazy.source = undefined;
		unread.delete(info);
		return lazy.app;
	};
	const {name, namespace = 'default', creationTimestamp} = configMap.metadata;
	const info: AppInfo = {
		namespace,
		name: appNameOf(name),
		routemap: name,
		isImmutable: configMap['immutable'] === true,
		createdAt: creationTimestamp,
		get strategy() {
			return read().strategy;
		},
		get versions() {
			return read().versions;
		},
		get routes() {
			return read().routes;
		},
		get isRouted() {
			return read().isRouted;
		},
		get faults() {
			return read().faults;
		},
		get halfDone() {
			return read().halfDone;
		},
		get rollout() {
			return read().rollout;
		},
		get pastChanges() {
			return read().pastChanges;
		},
		get wasDeployed() {
			return read().wasDeployed;
		},
	};
	const lazy: LazyApp = {info, source: {snapshot, now}, app: undefined};
	lazyApps.set(configMap, lazy);
	unread.add(info);
	return info;
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
