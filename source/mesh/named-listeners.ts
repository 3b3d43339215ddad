import {listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import {gatewaysNamedBy, meshGateway, type Listener} from './listener.ts';
import {routingTable, type RoutingTable} from './routing-table.ts';

/**
 * What the gateways that these routes name know of them, the Gateways themselves taken for granted: each has one listener that
 * takes every host, on a port that is not known. Clauses for one of several gateways, or for a port, stay open, and so does a route
 * for one of several.
 */
export function routingTableOf(routes: readonly KubeObject[]): RoutingTable {
	return routingTable(routes, routes.flatMap(listenersNamedBy));
}

function listenersNamedBy(route: KubeObject): readonly Listener[] {
	const {kind} = route;
	if (kind !== 'VirtualService' && kind !== 'HTTPRoute') return [];
	const common = {
		routeKind: kind,
		port: undefined,
		hosts: [{host: '*', namespace: undefined}],
		isAssumed: true,
	} as const;
	const sections = listAt(route, 'spec', 'parentRefs').map(parent => {
		const port = numberAt(parent, 'port');
		return {section: stringAt(parent, 'sectionName'), ...(port !== undefined && {port})};
	});
	return gatewaysNamedBy(route).flatMap(gateway =>
		(sections.length > 0 && gateway !== meshGateway ? sections : [{section: undefined}]).map(each => ({
			...common,
			gateway,
			...each,
		})),
	);
}
