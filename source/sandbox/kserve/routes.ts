import type {KubeObject} from '../../objects/object.ts';
import {apiVersionOf, services, virtualServices} from '../../objects/resource.ts';
import {localGateway, serviceHost} from '../../routing/reach.ts';
import {entryOf, serviceName, type Component, type ComponentName} from './component.ts';

/** The in-mesh host of one revision's server. */
export function revisionHost(namespace: string, revision: string): string {
	return `${revision}.${namespace}.svc.cluster.local`;
}

/**
 * A component's route as Knative's net-istio makes it (`NAME-predictor-ingress`, in-cluster hosts): all requests to one
 * revision, and no retries, which net-istio switches off.
 */
export function componentRoute({object: owner, component}: Component, revision: string): KubeObject {
	const namespace = namespaceOf(owner);
	const host = `${serviceName(owner.metadata.name, component)}.${namespace}`;
	return {
		apiVersion: apiVersionOf(virtualServices),
		kind: virtualServices.kind,
		metadata: ownedMetadata(owner, componentRouteName(owner.metadata.name, component)),
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

export function componentRouteName(inferenceService: string, component: ComponentName): string {
	return `${serviceName(inferenceService, component)}-ingress`;
}

/**
 * The Service and the VirtualService of the InferenceService's own name, which lead to its entry through the gateway (KServe,
 * `createExternalService` and `createIngress` in `reconcilers/ingress/ingress_reconciler.go`).
 */
export function ownEntrance(owner: KubeObject): readonly KubeObject[] {
	const {name} = owner.metadata;
	const namespace = namespaceOf(owner);
	const metadata = ownedMetadata(owner, name);
	const gateway = 'knative-serving/knative-local-gateway';
	const authority = {regex: `^${name}\\.${namespace}(\\.svc(\\.cluster\\.local)?)?(?::\\d{1,5})?$`};
	const set = {
		Host: serviceHost(serviceName(name, entryOf(owner)), namespace),
		'KServe-Isvc-Name': name,
		'KServe-Isvc-Namespace': namespace,
	};
	return [
		{
			apiVersion: apiVersionOf(services),
			kind: services.kind,
			metadata,
			spec: {type: 'ExternalName', externalName: localGateway, sessionAffinity: 'None'},
		},
		{
			apiVersion: apiVersionOf(virtualServices),
			kind: virtualServices.kind,
			metadata,
			spec: {
				gateways: [gateway],
				hosts: [serviceHost(name, namespace)],
				http: [
					{
						headers: {request: {set}},
						match: [{authority, gateways: [gateway]}],
						route: [{destination: {host: localGateway, port: {number: 80}}, weight: 100}],
					},
				],
			},
		},
	];
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
