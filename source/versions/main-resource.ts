import type {ResourceTypes} from '../objects/resource-types.ts';
import {configMaps, type Resource} from '../objects/resource.ts';
import type {ResourceReference, Version} from '../routemap/routemap.ts';
import {versionKinds} from './kinds.ts';

/**
 * The resource by which a version is known, in what is shown of it as in what verbs do to it: the one of a kind that can be
 * deployed, else the first that can be ready, and so serves, else anything but a ConfigMap, which carries a weight.
 */
export function mainResource({resources}: Version, types: ResourceTypes): ResourceReference | undefined {
	const isOf = (resource: Resource) => (reference: ResourceReference) =>
		isSame(types.get(reference.gvrShort)?.resource, resource);
	return (
		versionKinds.map(({resource}) => resources.find(isOf(resource))).find(reference => reference !== undefined) ??
		resources.find(({gvrShort}) => (types.get(gvrShort)?.conditions.length ?? 0) > 0) ??
		resources.find(reference => !isOf(configMaps)(reference)) ??
		resources[0]
	);
}

function isSame(one: Resource | undefined, other: Resource): boolean {
	return one?.plural === other.plural && one.group === other.group;
}
