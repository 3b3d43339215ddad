import type { ActionContext } from "../actions/action-context.ts";
import type { Routemap } from "../routemap/routemap.ts";
import type { Lookup } from "../routemap/availability.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Resource } from "../objects/resource.ts";
import { find, hasReason } from "../objects/cluster.ts";

/** The application resources that a routemap names, as a lookup. A resource that the server does not have counts as absent. */
export async function readResources(context: ActionContext, routemap: Routemap): Promise<Lookup> {
	const references = routemap.versions.flatMap(({resources}) => resources);
	const entries = await Promise.all(
		references.map(async ({gvrShort, namespace, name}): Promise<readonly [string, KubeObject | undefined]> => {
			const resource = context.types.get(gvrShort)?.resource;
			const object = resource && (await findOrMissing(context, resource, namespace, name));
			return [`${resource?.plural}.${resource?.group}/${namespace}/${name}`, object];
		}),
	);
	const objects = new Map(entries);
	return (resource, namespace, name) => objects.get(`${resource.plural}.${resource.group}/${namespace}/${name}`);
}

async function findOrMissing(
	context: ActionContext,
	resource: Resource,
	namespace: string,
	name: string,
): Promise<KubeObject | undefined> {
	try {
		return await find(context.cluster, resource, namespace, name, context.signal);
	} catch (error) {
		if (hasReason(error, 'ResourceMissing')) return undefined;
		throw error;
	}
}
