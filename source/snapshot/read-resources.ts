import {find, hasReason, type Cluster} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import type {Resource} from '../objects/resource.ts';
import {lookupWithin, ownReach} from '../ownership/reach.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import type {Routemap} from '../routemap/routemap.ts';

/** What reading a routemap's resources needs. */
export interface ResourceReader {
	readonly cluster: Cluster;
	readonly types: ResourceTypes;
	readonly signal: AbortSignal;
}

/**
 * The application resources that a routemap names, as a lookup. A resource that the server does not have counts as absent, and so
 * does an object that the routemap may not name.
 */
export async function readResources(reader: ResourceReader, routemap: Routemap): Promise<Lookup> {
	const references = routemap.versions.flatMap(({resources}) => resources);
	const entries = await Promise.all(
		references.map(async ({gvrShort, namespace, name}): Promise<readonly [string, KubeObject | undefined]> => {
			const resource = reader.types.get(gvrShort)?.resource;
			const object = resource && (await findOrMissing(reader, resource, namespace, name));
			return [`${resource?.plural}.${resource?.group}/${namespace}/${name}`, object];
		}),
	);
	const objects = new Map(entries);
	const lookup: Lookup = (resource, namespace, name) =>
		objects.get(`${resource.plural}.${resource.group}/${namespace}/${name}`);
	return lookupWithin(lookup, routemap.namespace, ownReach);
}

async function findOrMissing(
	{cluster, signal}: ResourceReader,
	resource: Resource,
	namespace: string,
	name: string,
): Promise<KubeObject | undefined> {
	try {
		return await find(cluster, resource, namespace, name, signal);
	} catch (error) {
		if (hasReason(error, 'ResourceMissing')) return undefined;
		throw error;
	}
}
