import type {KubeObject} from '../../../source/objects/object.ts';
import {componentRoute} from '../../../source/sandbox/kserve/routes.ts';
import type {Address} from '../testbed/address.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import {sharedGateway} from '../testbed/gateway-api.ts';
import {forEachAtOnce} from './ask.ts';
import {versionNames, type Setup} from './setups.ts';

/** Where the versions' servers of a setup are, in the order of `versionNames`. */
export type Servers = readonly Address[];

/**
 * What KServe, Knative or a user would have made of a setup's versions: Services with their endpoints, and for Knative the routes
 * from the predictors' hosts to them.
 */
export function versionObjects(setup: Setup, servers: Servers): readonly KubeObject[] {
	const {appType, mesh, namespace, shared} = setup;
	return versionNames.flatMap((version, index) => {
		const server = servers[index];
		if (!server) throw new Error(`${version} of ${namespace} has no server`);
		switch (appType) {
			case 'kserve-knative':
				return [
					...serviceWithEndpoints(namespace, revisionOf(version), server, 'http'),
					mesh === 'istio' ? knativeRoute(namespace, version) : knativeHttpRoute(namespace, version),
				];
			case 'kserve-standard':
				return predictorService(namespace, version, server, shared === 'oracle');
			default:
				return serviceWithEndpoints(namespace, version, server);
		}
	});
}

/**
 * The Service of a predictor in Standard mode, `NAME-predictor` on port 80 (kserve v0.15.2, reconcilers/service). Its port has the
 * name of the Service, by which Istio does not know that it is HTTP; KServe's `serviceClusterIPNone` makes it headless.
 */
function predictorService(
	namespace: string,
	version: string,
	server: Address,
	isHeadless: boolean,
): readonly KubeObject[] {
	const name = `${version}-predictor`;
	return serviceWithEndpoints(namespace, name, server, name, isHeadless ? {clusterIP: 'None'} : {});
}

/** A Service on port 80 and what the endpoint controller would make of its one pod. */
function serviceWithEndpoints(
	namespace: string,
	name: string,
	server: Address,
	portName?: string,
	more: Readonly<Record<string, unknown>> = {},
): readonly KubeObject[] {
	const port = portName === undefined ? {} : {name: portName};
	return [
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: {name, namespace},
			spec: {selector: {app: name}, ports: [{...port, port: 80, targetPort: server.port, protocol: 'TCP'}], ...more},
		},
		{
			apiVersion: 'discovery.k8s.io/v1',
			kind: 'EndpointSlice',
			metadata: {name: `${name}-1`, namespace, labels: {'kubernetes.io/service-name': name}},
			addressType: 'IPv4',
			ports: [{name: portName ?? '', port: server.port, protocol: 'TCP'}],
			endpoints: [{addresses: [server.host], conditions: {ready: true, serving: true, terminating: false}}],
		},
	];
}

function revisionOf(version: string): string {
	return `${version}-predictor-00001`;
}

function knativeRoute(namespace: string, version: string): KubeObject {
	const owner = {apiVersion: 'v1', kind: 'Service', metadata: {name: version, namespace}};
	const {apiVersion, kind, metadata, ...rest} = componentRoute(
		{object: owner, component: 'predictor'},
		revisionOf(version),
	);
	const {ownerReferences: _, ...unowned} = metadata;
	return {apiVersion, kind, metadata: unowned, ...rest};
}

/** As net-gateway-api makes it. */
function knativeHttpRoute(namespace: string, version: string): KubeObject {
	const host = `${version}-predictor.${namespace}`;
	return {
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'HTTPRoute',
		metadata: {name: `${version}-predictor-ingress`, namespace},
		spec: {
			hostnames: [host, `${host}.svc`, `${host}.svc.cluster.local`],
			parentRefs: [sharedGateway.reference],
			rules: [{backendRefs: [{name: revisionOf(version), port: 80}]}],
		},
	};
}

/** What the API's paths call the kinds. */
const collections: Readonly<Record<string, string>> = {
	ConfigMap: 'configmaps',
	EndpointSlice: 'endpointslices',
	HTTPRoute: 'httproutes',
	InferenceService: 'inferenceservices',
	Service: 'services',
	VirtualService: 'virtualservices',
};

/** Applies objects, a few at a time. */
export async function applyObjects(api: ApiClient, objects: readonly KubeObject[]): Promise<void> {
	await forEachAtOnce(objects, async body => {
		const {apiVersion, kind, metadata} = body;
		const root = apiVersion.includes('/') ? 'apis' : 'api';
		const path = `/${root}/${apiVersion}/namespaces/${metadata.namespace}/${collections[kind]}/${metadata.name}`;
		const contentType = 'application/apply-patch+yaml';
		await api.expect(`${path}?fieldManager=test`, {method: 'PATCH', contentType, body});
	});
}

export async function createNamespace(api: ApiClient, name: string): Promise<void> {
	await api.expect('/api/v1/namespaces', {method: 'POST', body: {metadata: {name}}});
}
