import {gatewaysNamedBy, meshGateway} from '../mesh/listener.ts';
import {listAt, stringAt, type KubeObject} from '../objects/object.ts';
import {sharedServices} from '../routing/reach.ts';
import {isSameService, namespaceOfHost} from './host-namespace.ts';
import type {Reach} from './reach.ts';
import {routeHosts} from './route-hosts.ts';

/** Characters of a host (RFC 1035). */
const longestHost = 253;
const address = /^[\d.]+$|:|^\[/;

/**
 * What a rendered route has to do with hosts that are not its routemap's; a sentence each. It takes requests for hosts of its own
 * namespace and for public ones, each named whole, and sends them to Services of its own namespace or through a gateway, with a
 * Host of its own namespace: else whoever may write a ConfigMap could take the requests of others, or open their Services.
 */
export function hostFaults(route: KubeObject, reach: Reach): readonly string[] {
	const namespace = route.metadata.namespace ?? 'default';
	const {claimed, destinations, rewritten, gateways} = routeHosts(route);
	const ways = [...gateways, ...sharedServices];
	const isAllowed = (host: string): boolean => {
		const place = namespaceOfHost(host);
		return place === undefined || place === namespace || reach.namespaces.includes(place);
	};
	const whose = (host: string): string => `which is of namespace ${namespaceOfHost(host)}`;
	const isForAll = isForAllSidecars(route, namespace);
	return [
		...parentFaults(route),
		...claimed
			.filter(host => !reach.hosts.includes(host))
			.flatMap(host => {
				if (host.length > longestHost) return [`claims a host of ${host.length} characters: a host has ${longestHost}`];
				if (host.includes('*')) return [`claims the hosts ${host}: name each by itself, ${allowHost(host)}`];
				if (!isAllowed(host)) {
					return [`claims the host ${host}, ${whose(host)}: ${allowNamespace(host)}, ${allowHost(host)}`];
				}

				return isForAll && namespaceOfHost(host) === undefined
					? [
							`claims the host ${host} for the sidecars of all namespaces: name the gateways that it comes in by, or say exportTo: [.], ${allowHost(host)}`,
						]
					: [];
			}),
		...destinations.flatMap(host => {
			if (address.test(host)) return [`sends requests to the address ${host}: name a Service`];
			if (isAllowed(host) || ways.some(gateway => isSameService(host, gateway))) return [];
			return [`sends requests to ${host}, ${whose(host)}: ${allowNamespace(host)}`];
		}),
		...rewritten.flatMap(host =>
			isAllowed(host) ? [] : [`makes ${host} of the Host, ${whose(host)}: ${allowNamespace(host)}`],
		),
	];
}

/** Whether a VirtualService changes where the pods of other namespaces send requests that leave the cluster. */
function isForAllSidecars(route: KubeObject, namespace: string): boolean {
	if (route.kind !== 'VirtualService' || !gatewaysNamedBy(route).includes(meshGateway)) return false;
	const places = listAt(route, 'spec', 'exportTo');
	return places.length === 0 || !places.every(place => place === '.' || place === namespace);
}

/** A parent of another kind than those whose hosts are known, e.g. a ListenerSet, could have hosts of anybody. */
function parentFaults(route: KubeObject): readonly string[] {
	if (route.kind !== 'HTTPRoute') return [];
	const kinds = listAt(route, 'spec', 'parentRefs').map(parent => stringAt(parent, 'kind') ?? 'Gateway');
	const other = kinds.find(kind => kind !== 'Gateway' && kind !== 'Service');
	return other === undefined ? [] : [`is a route of a ${other}: name a Gateway or a Service`];
}

function allowNamespace(host: string): string {
	return `only a daemon that is started with --allow-namespaces ${namespaceOfHost(host)} does that`;
}

function allowHost(host: string): string {
	return `or start the daemon with --allow-hosts '${host}'`;
}
