import type {Target} from '../kube/target.ts';
import {routemapSelector} from '../objects/labels.ts';
import {configMaps, namespaces} from '../objects/resource.ts';
import {appNameOf} from '../routing/app-spec.ts';

/** Names of the apps in the namespace of the call, or of the cluster's namespaces. Rejects as `Cluster` does. */
export async function clusterNames(
	kind: 'apps' | 'namespaces',
	{connect}: {readonly connect: () => Promise<Target>},
	signal: AbortSignal,
): Promise<readonly string[]> {
	const {cluster, namespace} = await connect();
	if (kind === 'namespaces') {
		const {items} = await cluster.list(namespaces, undefined, {signal});
		return items.map(({metadata}) => metadata.name);
	}

	const {items} = await cluster.list(configMaps, namespace, {labelSelector: routemapSelector, signal});
	return items.map(({metadata}) => appNameOf(metadata.name));
}
