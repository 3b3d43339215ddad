import {createHash} from 'node:crypto';
import type {KubeObject} from '../../../../source/objects/object.ts';
import {gateways, type Ingress, type IngressPath, type IngressRule, type IngressSplit} from './ingress.ts';

/** The header that tells which state of an Ingress a request was routed by, and its value that asks for it. */
export const hashHeader = 'K-Network-Hash';
export const askForHash = 'override';

/** Differs for each state of an Ingress. */
export function hashOf({spec}: Ingress): string {
	return createHash('sha256').update(JSON.stringify(spec)).digest('hex');
}

/**
 * The VirtualService that net-istio makes of an Ingress (pkg/reconciler/ingress/resources, MakeIngressVirtualService): a route for
 * each path of each rule, and before it the same route for requests that ask which state of the Ingress they meet.
 */
export function ingressRoute(ingress: Ingress): KubeObject {
	const {name, namespace = '', labels, uid = ''} = ingress.metadata;
	const {rules} = ingress.spec;
	const owner = {apiVersion: ingress.apiVersion, kind: ingress.kind, name, uid};
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {
			name: `${name}-ingress`,
			namespace,
			labels: {...labels, 'networking.internal.knative.dev/ingress': name},
			ownerReferences: [{...owner, controller: true, blockOwnerDeletion: true}],
		},
		spec: {
			gateways: [...new Set(rules.map(({visibility}) => gateways[visibility]))].toSorted(),
			hosts: [...new Set(rules.flatMap(({hosts}) => hosts))].toSorted(),
			http: rules.flatMap(rule => rule.http.paths.flatMap(path => pathRoutes(rule, path, hashOf(ingress)))),
		},
	};
}

function pathRoutes(rule: IngressRule, path: IngressPath, hash: string): readonly unknown[] {
	const probe = {
		...path,
		headers: {...path.headers, [hashHeader]: {exact: askForHash}},
		appendHeaders: {...path.appendHeaders, [hashHeader]: hash},
	};
	return [httpRoute(rule, probe), httpRoute(rule, path)];
}

function httpRoute({hosts, visibility}: IngressRule, path: IngressPath): unknown {
	const headers = Object.entries(path.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
	const match = {
		gateways: [gateways[visibility]],
		...(path.path !== undefined && {uri: {prefix: path.path}}),
		...(headers.length > 0 && {headers: Object.fromEntries(headers)}),
	};
	return {
		match: [...new Set(hosts.map(shortest))].map(prefix => ({...match, authority: {prefix}})),
		route: path.splits.map(destination),
		...(path.rewriteHost !== undefined && {rewrite: {authority: path.rewriteHost}}),
		...(path.appendHeaders && {headers: {request: {set: path.appendHeaders}}}),
		// none: queue-proxy and activator try again themselves
		retries: {},
	};
}

function destination(split: IngressSplit): unknown {
	const {serviceName, serviceNamespace, servicePort, percent = 100, appendHeaders} = split;
	const port = typeof servicePort === 'number' ? {number: servicePort} : {name: servicePort};
	return {
		destination: {host: `${serviceName}.${serviceNamespace}.svc.cluster.local`, port},
		weight: percent,
		...(appendHeaders && {headers: {request: {set: appendHeaders}}}),
	};
}

/** A host of the cluster in its shortest form, which the longer ones begin with. */
function shortest(host: string): string {
	return host.replace(/\.svc(?:\.cluster\.local)?$/, '');
}
