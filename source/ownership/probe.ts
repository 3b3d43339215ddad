import {routeProbe, type RouteProbe} from '../mesh/route-probe.ts';
import type {Route} from '../mesh/route.ts';

// The daemon sends a probe from where it runs, to what a routemap says: whoever may write routemaps in one namespace must reach
// nothing by it that is not that namespace's, and must not speak for anybody.

/** Labels of RFC 1035, as Services are named. */
const label = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

const longestPath = 2048;
const longestValue = 256;
const mostHeaders = 16;

/**
 * Headers that say who asks or where from, that metadata services of clouds ask for, that change what the request is, or that
 * belong to one connection. What routes tell versions apart by is none of these.
 */
const forbiddenHeaders: readonly RegExp[] = [
	/auth|cookie|token|secret|passw|credential|session|jwt|cert|api-?key|access-?key|signature|assertion|principal/,
	/^(x-)?(aws|amz|google|goog|gcp|ms|azure|oracle|metadata)(-|$)|metadata/,
	/^(proxy|sec|impersonate|x-impersonate|remote|x-remote|x-webauth|x-envoy|x-istio|x-consul|x-consumer|grpc)-/,
	/^(x-)?forwarded|^x-real-ip$|^x-client-ip$|^true-client-ip$|^cf-|^via$|^from$|^origin$|^referer$/,
	/^(x-)?(http-)?method|override|^x-(original|rewrite)-/,
	/^(host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|content-.*|range|if-.*|max-forwards|http2-settings)$/,
];

/** A probe of a route at the first of its hosts that is its namespace's own; undefined when there is no such or none is certain. */
export function ownProbe(earlier: Route, later: Route, namespace: string): RouteProbe | undefined {
	const hosts = later.hosts.filter(host => serviceNameOf(host, namespace) !== undefined);
	return routeProbe(earlier, {...later, hosts}, namespace);
}

/**
 * The Service of a namespace that a host stands for: NAME, NAME.NAMESPACE, NAME.NAMESPACE.svc or NAME.NAMESPACE.svc.cluster.local;
 * undefined for every other, addresses, ports and wildcards included.
 */
export function serviceNameOf(host: string, namespace: string): string | undefined {
	const [name = '', ...rest] = host.split('.');
	const place = rest.join('.');
	const places = ['', namespace, `${namespace}.svc`, `${namespace}.svc.cluster.local`];
	return label.test(name) && (host === name || (place !== '' && places.includes(place))) ? name : undefined;
}

/** Why a probe is not sent, in a sentence; undefined for one that may be. */
export function probeFault({host, request, namespace}: RouteProbe): string | undefined {
	const {method, path, headers} = request;
	if (serviceNameOf(host, namespace) === undefined) return `host ${host} is no Service of namespace ${namespace}`;
	if (method !== 'GET') return `a probe is a GET, not a ${method}`;
	if (path.length > longestPath || !/^\/[!-"$-~]*$/.test(path)) return 'its path is no path of at most 2048 characters';
	const names = Object.keys(headers);
	if (names.length > mostHeaders) return `it has more than ${mostHeaders} headers`;
	const forbidden = names.find(
		name => !/^[a-z0-9][-_a-z0-9]{0,63}$/.test(name) || forbiddenHeaders.some(each => each.test(name)),
	);
	if (forbidden !== undefined) return `header ${forbidden} may say more than which version is wanted`;
	const odd = names.find(name => !/^[ -~]*$/.test(headers[name] ?? '') || (headers[name] ?? '').length > longestValue);
	return odd === undefined ? undefined : `the value of header ${odd} is no text of at most ${longestValue} characters`;
}
