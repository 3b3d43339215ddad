/** The objects that cases start from: each has only what a user would write. */
type Fields = Readonly<Record<string, unknown>>;

export function configMap(name: string, data: Fields = {}, metadata: Fields = {}): Fields {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, ...metadata}, data};
}

export function inferenceService(name: string, storageUri = 'gs://models/one', metadata: Fields = {}): Fields {
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {name, ...metadata},
		spec: {predictor: {minReplicas: 1, model: {modelFormat: {name: 'sklearn'}, storageUri}}},
	};
}

export function virtualService(name: string, weights: readonly number[], metadata: Fields = {}): Fields {
	const route = weights.map((weight, index) => ({destination: {host: `${name}-${index}.example`}, weight}));
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name, ...metadata},
		spec: {hosts: [`${name}.example`], gateways: ['mesh'], http: [{route}]},
	};
}

export function httpRoute(name: string): Fields {
	return {
		apiVersion: 'gateway.networking.k8s.io/v1',
		kind: 'HTTPRoute',
		metadata: {name},
		spec: {
			parentRefs: [{name: 'gateway'}],
			hostnames: ['wisdom.example'],
			rules: [{backendRefs: [{name: 'wisdom-0', port: 80}]}],
		},
	};
}

export function service(name: string, ports: readonly Fields[] = [{name: 'http', port: 80}]): Fields {
	return {apiVersion: 'v1', kind: 'Service', metadata: {name}, spec: {selector: {app: name}, ports}};
}

export function deployment(name: string, image = 'model:1', replicas = 1): Fields {
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name},
		spec: {
			replicas,
			selector: {matchLabels: {app: name}},
			template: {metadata: {labels: {app: name}}, spec: {containers: [{name: 'model', image}]}},
		},
	};
}

export function pod(name: string, metadata: Fields = {}): Fields {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name, ...metadata},
		spec: {containers: [{name: 'model', image: 'model:1'}]},
	};
}

export function lease(name: string, holderIdentity: string): Fields {
	return {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {name},
		spec: {
			holderIdentity,
			leaseDurationSeconds: 15,
			acquireTime: '2024-02-03T04:05:06.000000Z',
			renewTime: '2024-02-03T04:05:06.789000Z',
			leaseTransitions: 1,
		},
	};
}

export function event(name: string, namespace: string, involved: string): Fields {
	return {
		apiVersion: 'v1',
		kind: 'Event',
		metadata: {name},
		involvedObject: {apiVersion: 'v1', kind: 'ConfigMap', name: involved, namespace},
		reason: 'Routed',
		message: 'all requests go to v1',
		type: 'Normal',
		source: {component: 'iter8'},
		count: 1,
		firstTimestamp: '2024-02-03T04:05:06Z',
		lastTimestamp: '2024-02-03T04:05:06Z',
	};
}

/** An owner reference to an object that a server answered. */
export function ownedBy(
	owner: {readonly metadata: {readonly name: string; readonly uid: string}},
	fields: Fields = {},
): Fields {
	const {name, uid} = owner.metadata;
	return {apiVersion: 'v1', kind: 'ConfigMap', name, uid, ...fields};
}
