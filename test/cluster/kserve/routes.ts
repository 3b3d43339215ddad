import type {KubeObject} from '../../../source/objects/object.ts';
import {componentRoute, namespaceOf, ownedMetadata, revisionHost} from '../../../source/sandbox/kserve/routes.ts';
import type {Address} from '../testbed/address.ts';

/** Marks what the stand-in made, so that the next one can clear it away. */
export const ownLabel = 'app.kubernetes.io/managed-by';
export const ownLabelValue = 'kserve-stand-in';

/** What Knative's private Service and its endpoints are for a revision; a ServiceEntry, as EndpointSlices refuse loopback. */
export function serviceEntry(owner: KubeObject, revision: string, server: Address): KubeObject {
	return labelled({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'ServiceEntry',
		metadata: ownedMetadata(owner, `${revision}-private`),
		spec: {
			hosts: [revisionHost(namespaceOf(owner), revision)],
			location: 'MESH_INTERNAL',
			resolution: 'STATIC',
			ports: [{number: 80, name: 'http', protocol: 'HTTP', targetPort: server.port}],
			endpoints: [{address: server.host}],
		},
	});
}

/**
 * Lets Envoy close idle connections to a revision's server before the server does (uvicorn: after 5 s), or a request that
 * meets the closing connection would be answered 503. Knative has its queue-proxy in between, which never closes them.
 */
export function connectionRule(owner: KubeObject, revision: string): KubeObject {
	return labelled({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'DestinationRule',
		metadata: ownedMetadata(owner, `${revision}-private`),
		spec: {
			host: revisionHost(namespaceOf(owner), revision),
			trafficPolicy: {connectionPool: {http: {idleTimeout: '2s'}}},
		},
	});
}

/** The predictor's route, marked. */
export function ownPredictorRoute(owner: KubeObject, revision: string): KubeObject {
	return labelled(componentRoute({object: owner, component: 'predictor'}, revision));
}

/** The kinds of the stand-in's objects, as the API's paths name them. */
export type RouteKind = 'virtualservices' | 'serviceentries' | 'destinationrules';
export const routeKinds: readonly RouteKind[] = ['virtualservices', 'serviceentries', 'destinationrules'];

/** An object's path in the API. */
export function routePath(kind: RouteKind, namespace: string | undefined, name: string): string {
	return `/apis/networking.istio.io/v1beta1/namespaces/${namespace}/${kind}/${name}`;
}

function labelled(object: KubeObject): KubeObject {
	const {metadata} = object;
	return {...object, metadata: {...metadata, labels: {...metadata.labels, [ownLabel]: ownLabelValue}}};
}
