import type {KubeObject} from '../../../source/objects/object.ts';
import type {Address} from '../testbed/address.ts';

/** Marks what the stand-in made, so that the next one can clear it away. */
export const ownLabel = 'app.kubernetes.io/managed-by';
export const ownLabelValue = 'kserve-stand-in';

/** The in-mesh host of one revision's server. */
export function revisionHost(namespace: string, revision: string): string {
	return `${revision}.${namespace}.svc.cluster.local`;
}

/** What Knative's private Service and its endpoints are for a revision; a ServiceEntry, as EndpointSlices refuse loopback. */
export function serviceEntry(owner: KubeObject, revision: string, server: Address): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'ServiceEntry',
		metadata: metadata(owner, `${revision}-private`),
		spec: {
			hosts: [revisionHost(namespaceOf(owner), revision)],
			location: 'MESH_INTERNAL',
			resolution: 'STATIC',
			ports: [{number: 80, name: 'http', protocol: 'HTTP', targetPort: server.port}],
			endpoints: [{address: server.host}],
		},
	};
}

/**
 * Lets Envoy close idle connections to a revision's server before the server does (uvicorn: after 5 s), or a request that
 * meets the closing connection would be answered 503. Knative has its queue-proxy in between, which never closes them.
 */
export function connectionRule(owner: KubeObject, revision: string): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'DestinationRule',
		metadata: metadata(owner, `${revision}-private`),
		spec: {
			host: revisionHost(namespaceOf(owner), revision),
			trafficPolicy: {connectionPool: {http: {idleTimeout: '2s'}}},
		},
	};
}

/**
 * The predictor's route as Knative's net-istio makes it (`NAME-predictor-ingress`, in-cluster hosts): all requests to one
 * revision, and no retries, which net-istio switches off.
 */
export function predictorRoute(owner: KubeObject, revision: string): KubeObject {
	const {name} = owner.metadata;
	const namespace = namespaceOf(owner);
	const host = `${name}-predictor.${namespace}`;
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: metadata(owner, predictorRouteName(name)),
		spec: {
			gateways: ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'],
			hosts: [host, `${host}.svc`, `${host}.svc.cluster.local`],
			http: [
				{
					retries: {},
					route: [{destination: {host: revisionHost(namespace, revision), port: {number: 80}}}],
				},
			],
		},
	};
}

export function predictorRouteName(inferenceService: string): string {
	return `${inferenceService}-predictor-ingress`;
}

/** The kinds of the stand-in's objects, as the API's paths name them. */
export type RouteKind = 'virtualservices' | 'serviceentries' | 'destinationrules';
export const routeKinds: readonly RouteKind[] = ['virtualservices', 'serviceentries', 'destinationrules'];

/** An object's path in the API. */
export function routePath(kind: RouteKind, namespace: string | undefined, name: string): string {
	return `/apis/networking.istio.io/v1beta1/namespaces/${namespace}/${kind}/${name}`;
}

/** Owned as KServe owns its Knative Service, so that foreground deletion takes the route before the object goes. */
function metadata(owner: KubeObject, name: string): KubeObject['metadata'] {
	return {
		name,
		namespace: namespaceOf(owner),
		labels: {[ownLabel]: ownLabelValue, 'serving.kserve.io/inferenceservice': owner.metadata.name},
		ownerReferences: [
			{
				apiVersion: owner.apiVersion,
				kind: owner.kind,
				name: owner.metadata.name,
				uid: String(owner.metadata.uid),
				controller: true,
				blockOwnerDeletion: true,
			},
		],
	};
}

export function namespaceOf(object: KubeObject): string {
	return object.metadata.namespace ?? 'default';
}
