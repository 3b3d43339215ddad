import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import type {Routemap} from '../routemap/routemap.ts';

/** How far the routemaps of a cluster may reach beyond their own namespaces; whoever runs the daemon says so. */
export interface Reach {
	/** Namespaces whose objects any routemap may name, whose hosts it may claim, and whose Services its routes may lead to. */
	readonly namespaces: readonly string[];
	/** Hosts that any routemap may claim, in the very form in which a route names them, with wildcards as they stand. */
	readonly hosts: readonly string[];
	/** Short names (`gvrShort`) of the kinds that routemaps may render beside VirtualServices and HTTPRoutes. */
	readonly kinds: readonly string[];
}

/** A routemap names objects and claims hosts of its own namespace only, and renders routes only. */
export const ownReach: Reach = {namespaces: [], hosts: [], kinds: []};

/** By this annotation an object lets the routemaps of other namespaces name it: their names, with commas between. */
export const consentAnnotation = 'iter8.tools/routemap-namespaces';

/** Whether the routemaps of a namespace may name an object: it is in there, or it or whoever runs the daemon consents. */
export function mayName(namespace: string, object: KubeObject, reach: Reach): boolean {
	const place = object.metadata.namespace ?? '';
	if (place === namespace || reach.namespaces.includes(place)) return true;
	const consent = object.metadata.annotations?.[consentAnnotation] ?? '';
	return namespace !== '' && consent.split(',').some(name => name.trim() === namespace);
}

/** A lookup that finds nothing which the routemaps of a namespace may not name, so that they cannot tell it from what does not exist. */
export function lookupWithin(lookup: Lookup, namespace: string, reach: Reach): Lookup {
	return (resource, place, name) => {
		const object = lookup(resource, place, name);
		return object && mayName(namespace, object, reach) ? object : undefined;
	};
}

/** The resources of a routemap that lie in other namespaces and are not to be seen from its own; a sentence each. */
export function beyondReach(
	{versions, namespace}: Routemap,
	lookup: Lookup,
	types: ResourceTypes,
	reach: Reach,
): readonly string[] {
	const within = lookupWithin(lookup, namespace, reach);
	return versions.flatMap(({resources}, version) =>
		resources.flatMap(({gvrShort, namespace: place, name}, index) => {
			const resource = types.get(gvrShort)?.resource;
			if (place === namespace || reach.namespaces.includes(place) || !resource) return [];
			if (within(resource, place, name)) return [];
			return [
				`versions[${version}].resources[${index}] is ${gvrShort} ${name} of namespace ${place}, and a routemap reaches its own namespace ${namespace} only: let its owner annotate it with ${consentAnnotation}: ${namespace}, or start the daemon with --allow-namespaces ${place}`,
			];
		}),
	);
}
