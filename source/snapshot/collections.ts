import {knownRoutemap} from '../info/known-routemap.ts';
import type {Snapshot} from '../info/snapshot.ts';
import {watchSelector} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {inferenceServices, type Resource} from '../objects/resource.ts';
import {appNameOf} from '../routing/app-spec.ts';

/** Which apps are asked for. */
export interface Scope {
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
	/** What the labels of a routemap must meet besides. */
	readonly labelSelector?: string | undefined;
	/** Only the app of this name. */
	readonly app?: string | undefined;
}

/** Objects that have to be read together: one list, one watch. */
export interface Collection {
	readonly role: 'application' | 'route';
	readonly resource: Resource;
	readonly namespace: string | undefined;
	readonly labelSelector: string | undefined;
}

/** Whether a ConfigMap is the routemap of the app that is asked for. */
export function isInScope(configMap: KubeObject, {app}: Scope): boolean {
	return app === undefined || appNameOf(configMap.metadata.name) === app;
}

/** What routemaps name and render, each collection once. Short names that are not configured are left to the description. */
export function collectionsOf(
	routemaps: readonly KubeObject[],
	scope: Scope,
	settingsIn: Snapshot['settingsIn'],
): ReadonlyMap<string, Collection> {
	const collections = new Map<string, Collection>();
	const add = (types: ResourceTypes, role: Collection['role'], gvrShort: string, ownNamespace: string): void => {
		const resource = types.get(gvrShort)?.resource;
		if (!resource) return;
		const namespace = scope.namespace === undefined ? undefined : ownNamespace;
		const labelSelector = role === 'application' ? selectorOf(resource) : undefined;
		collections.set(collectionKey(role, resource, namespace), {role, resource, namespace, labelSelector});
	};
	for (const configMap of routemaps) {
		const known = knownRoutemap(configMap);
		if ('error' in known) continue;
		const {versions, templates, namespace} = known.routemap;
		const {types} = settingsIn(namespace);
		for (const {gvrShort} of templates) add(types, 'route', gvrShort, namespace);
		for (const {resources} of versions) {
			for (const reference of resources) add(types, 'application', reference.gvrShort, reference.namespace);
		}
	}

	return collections;
}

/** Identity of a collection among those of one scope. */
export function collectionKey(role: Collection['role'], resource: Resource, namespace: string | undefined): string {
	return `${role} ${resource.plural}.${resource.version}.${resource.group} ${namespace ?? ''}`;
}

/** A model without the watch label is a mistake worth telling; there are too many ConfigMaps, Services and Deployments to look. */
function selectorOf(resource: Resource): string | undefined {
	return resource.group === inferenceServices.group ? undefined : watchSelector;
}
