import {deploymentModeNamed, deploymentModeWord} from '../kserve/deployment-mode.ts';
import type {KubeObject} from '../objects/object.ts';
import {defaultResourceTypes} from '../objects/resource-types.ts';
import type {AppInfo, RouteInfo, VersionInfo} from './app.ts';
import type {Snapshot} from './snapshot.ts';

/** The main object of a version in a snapshot; undefined when it is absent or of a kind that is not configured. */
export function versionObject(
	{applications}: Snapshot,
	{kind, namespace, name}: Pick<VersionInfo, 'kind' | 'namespace' | 'name'>,
): KubeObject | undefined {
	const type = typeOf(kind);
	return type && applications(type.resource, namespace, name);
}

/** A live route of an app in a snapshot, managed fields included. */
export function routeObject(
	{routes}: Snapshot,
	{namespace}: Pick<AppInfo, 'namespace'>,
	{kind, name}: Pick<RouteInfo, 'kind' | 'name'>,
): KubeObject | undefined {
	const type = typeOf(kind);
	return type && routes(type.resource, namespace, name);
}

function typeOf(kind: string) {
	return [...defaultResourceTypes.values()].find(({resource}) => resource.kind === kind);
}

/** What serves a version: its kind, for an InferenceService with KServe's deployment mode where it says so. */
export function servingKind(object: KubeObject): string {
	if (object.kind !== 'InferenceService') return object.kind;
	const mode = deploymentModeWord(object);
	return mode === undefined ? 'kserve' : `kserve (${deploymentModeNamed(mode) ?? mode})`;
}
