/** Where a kind of object lives in the Kubernetes API. All resources of this project are namespaced unless they say so. */
export interface Resource {
	/** API group; empty for the core group. */
	readonly group: string;
	readonly version: string;
	/** Lower-case plural, as in the URL. */
	readonly plural: string;
	readonly kind: string;
	/** @default true */
	readonly namespaced?: boolean;
}

export const configMaps: Resource = {group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap'};
export const services: Resource = {group: '', version: 'v1', plural: 'services', kind: 'Service'};
export const pods: Resource = {group: '', version: 'v1', plural: 'pods', kind: 'Pod'};
export const namespaces: Resource = {
	group: '',
	version: 'v1',
	plural: 'namespaces',
	kind: 'Namespace',
	namespaced: false,
};
export const events: Resource = {group: '', version: 'v1', plural: 'events', kind: 'Event'};
export const leases: Resource = {group: 'coordination.k8s.io', version: 'v1', plural: 'leases', kind: 'Lease'};
export const deployments: Resource = {group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment'};
export const inferenceServices: Resource = {
	group: 'serving.kserve.io',
	version: 'v1beta1',
	plural: 'inferenceservices',
	kind: 'InferenceService',
};
export const virtualServices: Resource = {
	group: 'networking.istio.io',
	version: 'v1beta1',
	plural: 'virtualservices',
	kind: 'VirtualService',
};
export const istioGateways: Resource = {
	group: 'networking.istio.io',
	version: 'v1beta1',
	plural: 'gateways',
	kind: 'Gateway',
};
/** What Iter8's charts make for ModelMesh instead of a Service. */
export const serviceEntries: Resource = {
	group: 'networking.istio.io',
	version: 'v1beta1',
	plural: 'serviceentries',
	kind: 'ServiceEntry',
};
export const httpRoutes: Resource = {
	group: 'gateway.networking.k8s.io',
	version: 'v1',
	plural: 'httproutes',
	kind: 'HTTPRoute',
};

export const policyBindings: Resource = {
	group: 'admissionregistration.k8s.io',
	version: 'v1',
	plural: 'validatingadmissionpolicybindings',
	kind: 'ValidatingAdmissionPolicyBinding',
	namespaced: false,
};

/** The `apiVersion` of a resource's objects: `VERSION` in the core group, else `GROUP/VERSION`. */
export function apiVersionOf(resource: Resource): string {
	return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** kubectl's name of an object in its messages: `plural.group/name`, e.g. `virtualservice.networking.istio.io/wisdom`. */
export function resourceName(resource: Resource, name: string): string {
	const singular = resource.kind.toLowerCase();
	return `${resource.group === '' ? singular : `${singular}.${resource.group}`}/${name}`;
}
