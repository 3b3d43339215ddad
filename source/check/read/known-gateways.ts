import {gatewaysNamedBy, meshGateway} from '../../mesh/listener.ts';
import type {Cluster} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {httpRoutes, istioGateways, virtualServices, type Resource} from '../../objects/resource.ts';
import {gatewayKey} from '../gateways.ts';
import {PermissiveReader} from './permissive-reader.ts';

const apiGateways: Resource = {group: 'gateway.networking.k8s.io', version: 'v1', plural: 'gateways', kind: 'Gateway'};

/** Which of the gateways that routes name exist, by `gatewayKey`; what could not be read is left out. */
export async function knownGateways(
	reader: PermissiveReader,
	routes: readonly KubeObject[],
): Promise<ReadonlyMap<string, boolean>> {
	const kinds = [
		[virtualServices.kind, istioGateways],
		[httpRoutes.kind, apiGateways],
	] as const;
	const found = await Promise.all(
		kinds.map(async ([kind, resource]) => {
			const names = routes.filter(route => route.kind === kind).flatMap(route => gatewaysNamedBy(route));
			const objects = await reader.objects(
				resource,
				names.filter(name => name !== meshGateway),
			);
			return Array.from(objects, ([name, object]) => [gatewayKey(kind, name), object !== undefined] as const);
		}),
	);
	return new Map(found.flat());
}

/** A sentence for each route that no request can reach yet, because none of its gateways exists. */
export async function unreachable(
	{cluster, signal}: {readonly cluster: Cluster; readonly signal: AbortSignal},
	routes: readonly KubeObject[],
): Promise<readonly string[]> {
	const known = await knownGateways(new PermissiveReader(cluster, signal), routes);
	return routes.flatMap(route => {
		const names = gatewaysNamedBy(route);
		if (names.length === 0 || names.some(name => known.get(gatewayKey(route.kind, name)) !== false)) return [];
		const which = names.length === 1 ? 'its Gateway does not exist' : 'none of its Gateways exists';
		return [
			`no request reaches ${route.kind} ${route.metadata.name}, since ${which} (${names.join(', ')}): create one, or name another with --gateway`,
		];
	});
}
