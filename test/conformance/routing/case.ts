import type {KubeObject} from '../../../source/objects/object.ts';

/** A request as a client sends it to the gateway. */
export interface RoutingRequest {
	/** @default 'GET' */
	readonly method?: string;
	readonly host: string;
	/** With its query. @default '/' */
	readonly path?: string;
	/** Names in lower case; a list is sent as several headers. */
	readonly headers?: Readonly<Record<string, string | readonly string[]>>;
	readonly body?: string;
}

/** What an upstream saw of a request: what differs from the request as it was sent. */
export interface Seen {
	/** Name of the upstream. */
	readonly by: Upstream;
	readonly path?: string;
	readonly host?: string;
	/** Headers besides those that the client sent; undefined for one that did not arrive. */
	readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** What comes of a request. */
export interface RoutingAnswer {
	/** @default 200 */
	readonly status?: number;
	/** Undefined when the gateway itself answers. */
	readonly seen?: Seen;
	/** Headers of the answer besides those that every answer has. */
	readonly headers?: Readonly<Record<string, string>>;
	/** The body, when the gateway itself answers. @default '' */
	readonly body?: string;
	/** Copies that other upstreams got. */
	readonly copies?: readonly Seen[];
}

/** A request that is sent many times, and the share of its answers that each upstream gives. */
export interface Spread {
	readonly request: RoutingRequest;
	readonly shares: Readonly<Partial<Record<Upstream, number>>>;
	/** Whether the shares are of mirrored copies. @default false */
	readonly ofCopies?: boolean;
}

/** One rule of routing: objects, and what becomes of requests under them. */
export interface RoutingCase {
	readonly name: string;
	readonly objects: readonly KubeObject[];
	readonly exchanges?: readonly (readonly [request: RoutingRequest, answer: RoutingAnswer])[];
	readonly spread?: Spread;
}

/** The upstreams: three that answer, and one whose port is closed. */
export type Upstream = 'alpha' | 'beta' | 'gamma' | 'closed';
export const upstreams: readonly Upstream[] = ['alpha', 'beta', 'gamma', 'closed'];
export const namespace = 'routing';

/** The in-mesh host of an upstream, port 80. */
export function hostOf(upstream: Upstream): string {
	return `${upstream}.${namespace}.svc.cluster.local`;
}

/** The Istio gateway that the cases' VirtualServices name, and the Gateway API gateway of their HTTPRoutes. */
export const istioGateway = 'knative-serving/knative-local-gateway';
export const sharedGateway = {namespace: 'istio-system', name: 'shared'};

/** A VirtualService for `NAME.example`, unless its spec says otherwise. */
export function virtualService(
	name: string,
	http: readonly unknown[],
	spec: Readonly<Record<string, unknown>> = {},
): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name, namespace},
		spec: {gateways: [istioGateway], hosts: [`${name}.example`], http, ...spec},
	};
}

/** A rule that sends everything to one upstream. */
export function to(
	upstream: Upstream,
	rule: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
	return {...rule, route: [{destination: {host: hostOf(upstream), port: {number: 80}}}]};
}

/** A weighted destination of a rule. */
export function share(
	upstream: Upstream,
	weight: number | undefined,
	rest: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
	const destination = {host: hostOf(upstream), port: {number: 80}};
	return {destination, ...(weight === undefined ? {} : {weight}), ...rest};
}

/** An HTTPRoute for `NAME.example`, unless its spec says otherwise. */
export function httpRoute(
	name: string,
	rules: readonly unknown[],
	spec: Readonly<Record<string, unknown>> = {},
): KubeObject {
	return {
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'HTTPRoute',
		metadata: {name, namespace},
		spec: {parentRefs: [sharedGateway], hostnames: [`${name}.example`], rules, ...spec},
	};
}

/** A backend of an HTTPRoute. */
export function backend(
	upstream: Upstream,
	rest: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
	return {name: upstream, port: 80, ...rest};
}
