import type {KubeObject, ObjectMeta} from '../../source/objects/object.ts';

/** An InferenceService as its user applied it: nothing of Iter8's on it. */
export function liveModel(name: string, metadata: Partial<ObjectMeta> = {}): KubeObject {
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name, namespace: 'models', uid: `${name}-uid`, ...metadata},
		spec: {predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri: `gs://models/${name}`}}},
	};
}

function ownedBy(model: string, name: string): ObjectMeta {
	const owner = {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		name: model,
		uid: `${model}-uid`,
		controller: true,
		blockOwnerDeletion: true,
	};
	return {name, namespace: 'models', ownerReferences: [owner]};
}

/** What KServe makes of an InferenceService in Knative mode, beside the Knative Service: a Service and a VirtualService of its name. */
export function knativeObjects(model: string): readonly KubeObject[] {
	const hosts = [`${model}.models.svc.cluster.local`, `${model}.models.example.com`];
	const gateway = 'knative-local-gateway.istio-system.svc.cluster.local';
	const predictor = `${model}-predictor.models.svc.cluster.local`;
	return [
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: ownedBy(model, model),
			spec: {type: 'ExternalName', externalName: gateway, sessionAffinity: 'None'},
		},
		{
			apiVersion: 'networking.istio.io/v1beta1',
			kind: 'VirtualService',
			metadata: ownedBy(model, model),
			spec: {
				gateways: ['knative-serving/knative-local-gateway', 'knative-serving/knative-ingress-gateway'],
				hosts,
				http: [
					{
						headers: {request: {set: {Host: predictor}}},
						route: [{destination: {host: gateway, port: {number: 80}}}],
					},
				],
			},
		},
	];
}

/** What KServe makes of an InferenceService in Standard mode with the Gateway API. */
export function standardObjects(model: string): readonly KubeObject[] {
	return [
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: ownedBy(model, `${model}-predictor`),
			spec: {selector: {app: `isvc.${model}-predictor`}},
		},
		{
			apiVersion: 'gateway.networking.k8s.io/v1',
			kind: 'HTTPRoute',
			metadata: ownedBy(model, model),
			spec: {
				hostnames: [`${model}-models.example.com`],
				parentRefs: [{name: 'kserve-ingress-gateway', namespace: 'kserve'}],
				rules: [{backendRefs: [{name: `${model}-predictor`, port: 80}]}],
			},
		},
	];
}
