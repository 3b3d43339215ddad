import {
	fieldAt,
	isRecord,
	listAt,
	namespacedName,
	numberAt,
	stringAt,
	stringsAt,
	type KubeObject,
} from '../objects/object.ts';

/** A port of a gateway that takes HTTP requests, and which routes may use it. */
export interface Listener {
	/** `NAMESPACE/NAME` of the Gateway. */
	readonly gateway: string;
	/** Which kind of routes it is for. */
	readonly routeKind: 'VirtualService' | 'HTTPRoute';
	/** The listener's own name; undefined for Istio's Gateways. */
	readonly section: string | undefined;
	/** Undefined where it is not known. */
	readonly port: number | undefined;
	/** Whether there is no more to it than that a route names it: which of several a request comes by is not known then. */
	readonly isAssumed?: boolean;
	/** Hosts, and the namespace whose routes may have them; undefined for any. */
	readonly hosts: readonly {readonly host: string; readonly namespace: string | undefined}[];
}

/** The labels of istio-ingressgateway's pods, by which Istio's Gateways select it. */
const ingressLabels: Readonly<Record<string, string>> = {istio: 'ingressgateway', app: 'istio-ingressgateway'};

/** The HTTP listeners that a Gateway of Istio or of the Gateway API opens on istio-ingressgateway; none for other objects. */
export function listenersOf(object: KubeObject): readonly Listener[] {
	if (object.kind !== 'Gateway') return [];
	return object.apiVersion.startsWith('networking.istio.io/') ? istioListeners(object) : apiListeners(object);
}

function istioListeners(object: KubeObject): readonly Listener[] {
	const selector = fieldAt(object, 'spec', 'selector');
	const labels = Object.entries(isRecord(selector) ? selector : {});
	if (!labels.every(([name, value]) => ingressLabels[name] === value)) return [];
	return listAt(object, 'spec', 'servers')
		.filter(server => /^(HTTP|HTTP2|GRPC)$/.test(stringAt(server, 'port', 'protocol') ?? ''))
		.map(server => ({
			gateway: nameOf(object),
			routeKind: 'VirtualService',
			section: undefined,
			port: numberAt(server, 'port', 'number') ?? 0,
			hosts: stringsAt(server, 'hosts').map(host => readHost(host, namespaceOf(object))),
		}));
}

/** A server's host may name the namespace of its routes: `models/*.example`, `./*` for the Gateway's own. */
function readHost(text: string, own: string): Listener['hosts'][number] {
	const [, namespace = '*', host = text] = /^([^/]*)\/(.*)$/.exec(text) ?? [];
	return {host: host.toLowerCase(), namespace: namespace === '*' ? undefined : namespace === '.' ? own : namespace};
}

function apiListeners(object: KubeObject): readonly Listener[] {
	return listAt(object, 'spec', 'listeners')
		.filter(listener => stringAt(listener, 'protocol') === 'HTTP')
		.map(listener => {
			const from = stringAt(listener, 'allowedRoutes', 'namespaces', 'from') ?? 'Same';
			const namespace = from === 'All' ? undefined : namespaceOf(object);
			return {
				gateway: nameOf(object),
				routeKind: 'HTTPRoute',
				section: stringAt(listener, 'name'),
				port: numberAt(listener, 'port') ?? 0,
				hosts: [{host: (stringAt(listener, 'hostname') || '*').toLowerCase(), namespace}],
			};
		});
}

/** The listeners that a route asks for by its `gateways` or `parentRefs`. */
export function listenersFor(object: KubeObject, listeners: readonly Listener[]): readonly Listener[] {
	const own = namespaceOf(object);
	const ofKind = listeners.filter(({routeKind}) => routeKind === object.kind);
	if (object.kind === 'VirtualService') {
		const names = gatewaysNamedBy(object);
		return ofKind.filter(({gateway}) => names.includes(gateway));
	}

	const parents = listAt(object, 'spec', 'parentRefs').filter(parent => kindOf(parent) === 'Gateway');
	const isOfMesh = gatewaysNamedBy(object).includes(meshGateway);
	return ofKind.filter(({gateway, section, port}) => {
		if (gateway === meshGateway) return isOfMesh;
		return parents.some(parent => {
			const name = namespacedName(stringAt(parent, 'namespace') ?? own, stringAt(parent, 'name') ?? '');
			const wantedSection = stringAt(parent, 'sectionName');
			const wantedPort = fieldAt(parent, 'port');
			return (
				name === gateway &&
				(wantedSection === undefined || wantedSection === section) &&
				(wantedPort === undefined || wantedPort === port)
			);
		});
	});
}

/** What stands for the sidecars in place of a gateway (Istio, VirtualService `gateways`). */
export const meshGateway = 'mesh';

/**
 * The gateways that a route names, each `NAMESPACE/NAME`; `mesh` for the sidecars, which a VirtualService without any is for, and
 * an HTTPRoute with a Service as a parent.
 */
export function gatewaysNamedBy(object: KubeObject): readonly string[] {
	const own = namespaceOf(object);
	if (object.kind === 'VirtualService') {
		const names = stringsAt(object, 'spec', 'gateways').map(name => completeGateway(name, own));
		return names.length > 0 ? names : [meshGateway];
	}

	const names = listAt(object, 'spec', 'parentRefs').flatMap(parent => {
		if (kindOf(parent) === 'Service') return [meshGateway];
		if (kindOf(parent) !== 'Gateway') return [];
		return [namespacedName(stringAt(parent, 'namespace') ?? own, stringAt(parent, 'name') ?? '')];
	});
	return [...new Set(names)];
}

/** Whether two routes name a gateway in common, at which both may be heard. */
export function shareGateway(one: KubeObject, other: KubeObject): boolean {
	if (one.kind !== other.kind) return false;
	const names = gatewaysNamedBy(one);
	return gatewaysNamedBy(other).some(name => names.includes(name));
}

function kindOf(parent: unknown): string {
	return stringAt(parent, 'kind') ?? 'Gateway';
}

/**
 * A gateway's name as a VirtualService may write it, as `NAMESPACE/NAME`: also `./NAME` and, from before there was that,
 * `NAME.NAMESPACE` and what goes on behind it (Istio, `resolveGatewayName`).
 */
export function completeGateway(name: string, namespace: string): string {
	if (name.startsWith('./')) return namespacedName(namespace, name.slice(2));
	if (name.includes('/') || name === meshGateway) return name;
	const [first = '', place = namespace] = name.split('.');
	return namespacedName(place, first);
}

function nameOf(object: KubeObject): string {
	return namespacedName(namespaceOf(object), object.metadata.name);
}

function namespaceOf(object: KubeObject): string {
	return object.metadata.namespace ?? 'default';
}
