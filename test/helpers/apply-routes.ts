import {knownRoutemap} from '../../source/info/known-routemap.ts';
import type {Cluster} from '../../source/objects/cluster.ts';
import {routeFieldManager} from '../../source/objects/labels.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {configMaps} from '../../source/objects/resource.ts';

/** Applies the routes of a routemap for a weight vector, as the daemon does. */
export async function applyRoutes(
	cluster: Cluster,
	namespace: string,
	routemap: string,
	weights: readonly number[],
): Promise<void> {
	const known = knownRoutemap(await cluster.get(configMaps, namespace, routemap));
	if ('error' in known) throw known.error;
	for (const rendered of known.render(weights, defaultResourceTypes)) {
		if ('error' in rendered) throw rendered.error;
		await cluster.apply(rendered.resource, rendered.object, {fieldManager: routeFieldManager, force: true});
	}
}
