import {completeHost} from '../mesh/host.ts';
import {gatewaysNamedBy} from '../mesh/listener.ts';
import {fieldAt, isRecord, listAt, stringAt, type KubeObject} from '../objects/object.ts';

/** The hosts that a route object has to do with, in lower case and completed with its namespace. */
interface RouteHosts {
	/** Whose requests it takes; `*` for those of every host. */
	readonly claimed: readonly string[];
	/** Where it sends requests, and copies of them. */
	readonly destinations: readonly string[];
	/** What it makes of the Host of a request, by which a gateway then finds the next route. */
	readonly rewritten: readonly string[];
	/** The Services that Istio makes for the Gateways (Gateway API) that it is a route of. */
	readonly gateways: readonly string[];
}

/**
 * Reads the hosts of a VirtualService or HTTPRoute wherever they stand, in the parts that `mesh/` does not model, too. Rule: the
 * references of Istio (VirtualService) and of the Gateway API (HTTPRoute; parents that are Services: GAMMA).
 */
export function routeHosts(route: KubeObject): RouteHosts {
	const namespace = route.metadata.namespace ?? 'default';
	const found: Found = {destinations: [], rewritten: []};
	collect(route['spec'], namespace, found);
	const complete = (hosts: readonly string[]): readonly string[] => [
		...new Set(hosts.map(host => completeHost(bare(host), namespace))),
	];
	return {
		claimed: complete(claimedBy(route, namespace)),
		destinations: complete(found.destinations),
		rewritten: complete(found.rewritten),
		gateways: (route.kind === 'HTTPRoute' ? gatewaysNamedBy(route) : []).map(gateway => {
			const [name = '', place = namespace] = gateway.split('/').toReversed();
			return `${name}-istio.${place}.svc.cluster.local`;
		}),
	};
}

interface Found {
	readonly destinations: string[];
	readonly rewritten: string[];
}

/** Names are told apart without regard to case, to a port and to the dot that ends a full one. */
function bare(host: string): string {
	return host.trim().toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}

function claimedBy(route: KubeObject, namespace: string): readonly string[] {
	if (route.kind === 'VirtualService') return texts(listAt(route, 'spec', 'hosts'));
	const parents = listAt(route, 'spec', 'parentRefs');
	const isService = (parent: unknown): boolean => stringAt(parent, 'kind') === 'Service';
	const services = parents.filter(isService).map(parent => serviceHost(parent, namespace));
	const hosts = texts(listAt(route, 'spec', 'hostnames'));
	// Without hosts a route takes what its Gateway has, and a Gateway of another namespace has those of others, too.
	const takesAll =
		hosts.length === 0 &&
		parents.some(parent => !isService(parent) && (stringAt(parent, 'namespace') ?? namespace) !== namespace);
	return [...hosts, ...services, ...(takesAll ? ['*'] : [])];
}

function collect(value: unknown, namespace: string, found: Found): void {
	if (Array.isArray(value)) {
		for (const entry of value) collect(entry, namespace, found);
		return;
	}

	if (!isRecord(value)) return;
	for (const [key, entry] of Object.entries(value)) {
		const entries = Array.isArray(entry) ? entry : [entry];
		if (key === 'destination' || key === 'mirror') found.destinations.push(...hostsIn(entries, 'host'));
		if (key === 'backendRef' || key === 'backendRefs') {
			found.destinations.push(...entries.map(backend => serviceHost(backend, namespace)));
		}

		// The routes of the VirtualService that it delegates to count as that one's namespace.
		if (key === 'delegate') found.destinations.push(...entries.map(other => serviceHost(other, namespace)));
		if (key === 'rewrite') found.rewritten.push(...hostsIn(entries, 'authority'));
		if (key === 'urlRewrite') found.rewritten.push(...hostsIn(entries, 'hostname'));
		if (key === 'set' || key === 'add') found.rewritten.push(...hostHeaders(entry));
		collect(entry, namespace, found);
	}
}

function hostsIn(entries: readonly unknown[], key: string): readonly string[] {
	return texts(entries.map(entry => fieldAt(entry, key)));
}

/** A Service by its reference; Istio's kind Hostname stands for a host by itself. */
function serviceHost(reference: unknown, own: string): string {
	const name = stringAt(reference, 'name') ?? '';
	if (stringAt(reference, 'kind') === 'Hostname') return name;
	return `${name}.${stringAt(reference, 'namespace') ?? own}.svc.cluster.local`;
}

/** The Host among headers, which Istio writes as a mapping and the Gateway API as a list of names and values. */
function hostHeaders(headers: unknown): readonly string[] {
	const pairs = Array.isArray(headers)
		? headers.map(header => [stringAt(header, 'name') ?? '', fieldAt(header, 'value')] as const)
		: Object.entries(isRecord(headers) ? headers : {});
	return texts(pairs.filter(([name]) => /^(host|:authority)$/i.test(name.trim())).map(([, value]) => value));
}

function texts(values: readonly unknown[]): readonly string[] {
	return values.flatMap(value => (typeof value === 'string' && value !== '' ? [value] : []));
}
