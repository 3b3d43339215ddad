import type {KubeObject} from '../../objects/object.ts';
import {apiVersionOf, virtualServices} from '../../objects/resource.ts';

/** The in-mesh host of one revision's server. */
export function revisionHost(namespace: string, revision: string): string {
	return `${revision}.${namespace}.svc.cluster.local`;
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
		apiVersion: apiVersionOf(virtualServices),
		kind: virtualServices.kind,
		metadata: ownedMetadata(owner, predictorRouteName(name)),
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

/** Owned as KServe owns its Knative Service, so that foreground deletion takes the route before the object goes. */
export function ownedMetadata(owner: KubeObject, name: string): KubeObject['metadata'] {
	return {
		name,
		namespace: namespaceOf(owner),
		labels: {'serving.kserve.io/inferenceservice': owner.metadata.name},
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
