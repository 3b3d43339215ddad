import type {KubeObject} from '../objects/object.ts';
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
	return [
		...claimed
			.filter(host => !reach.hosts.includes(host))
			.flatMap(host => {
				if (host.length > longestHost) return [`claims a host of ${host.length} characters: a host has ${longestHost}`];
				if (host.includes('*')) return [`claims the hosts ${host}: name each by itself, ${allowHost(host)}`];
				return isAllowed(host)
					? []
					: [`claims the host ${host}, ${whose(host)}: ${allowNamespace(host)}, ${allowHost(host)}`];
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

function allowNamespace(host: string): string {
	return `only a daemon that is started with --allow-namespaces ${namespaceOfHost(host)} does that`;
}

function allowHost(host: string): string {
	return `or start the daemon with --allow-hosts '${host}'`;
}
