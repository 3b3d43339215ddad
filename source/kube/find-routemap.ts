import type {Cluster} from '../objects/cluster.ts';
import {routemapSelector} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps} from '../objects/resource.ts';
import {routemapOfApp} from '../ownership/routemap-of-app.ts';

/** An app's routemap, and all others of its namespace. */
interface FoundRoutemap {
	/** Undefined where there is none. */
	readonly routemap: KubeObject | undefined;
	readonly others: readonly KubeObject[];
}

/**
 * Finds the routemap of an app by what the ConfigMaps of a namespace say. Rejects as `Cluster` does, and when two are the app's.
 */
export async function findRoutemap(
	cluster: Cluster,
	namespace: string,
	app: string,
	signal: AbortSignal,
): Promise<FoundRoutemap> {
	const {items} = await cluster.list(configMaps, namespace, {labelSelector: routemapSelector, signal});
	const routemap = routemapOfApp(items, app);
	return {routemap, others: items.filter(item => item !== routemap)};
}
