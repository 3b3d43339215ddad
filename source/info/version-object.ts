import {deploymentModeNamed, deploymentModeWord} from '../kserve/deployment-mode.ts';
import type {LeaderSettings} from '../objects/leader-settings.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceType} from '../objects/resource-types.ts';
import type {AppInfo, RouteInfo, VersionInfo} from './app.ts';
import type {Snapshot} from './snapshot.ts';

/** The main object of a version in a snapshot; undefined when it is absent or of a kind that is not configured. */
export function versionObject(
	{applications, settingsIn}: Snapshot,
	{kind, namespace, name}: Pick<VersionInfo, 'kind' | 'namespace' | 'name'>,
): KubeObject | undefined {
	const type = typeOf(kind, settingsIn(namespace));
	return type && applications(type.resource, namespace, name);
}

/** A live route of an app in a snapshot, managed fields included. */
export function routeObject(
	{routes, settingsIn}: Snapshot,
	{namespace}: Pick<AppInfo, 'namespace'>,
	{kind, name}: Pick<RouteInfo, 'kind' | 'name'>,
): KubeObject | undefined {
	const type = typeOf(kind, settingsIn(namespace));
	return type && routes(type.resource, namespace, name);
}

/** By the kind of an object, or the short name where Iter8's configuration, which tells no kinds, is all that is known. */
function typeOf(kind: string, {types}: LeaderSettings): ResourceType | undefined {
	return [...types.values()].find(({resource}) => resource.kind === kind) ?? types.get(kind);
}

/** What serves a version: its kind, for an InferenceService with KServe's deployment mode where it says so. */
export function servingKind(object: KubeObject): string {
	if (object.kind !== 'InferenceService') return object.kind;
	const mode = deploymentModeWord(object);
	return mode === undefined ? 'kserve' : `kserve (${deploymentModeNamed(mode) ?? mode})`;
}
