import type {KubeObject} from '../../../../source/objects/object.ts';

/** Knative's Ingress (networking.internal.knative.dev/v1alpha1), as far as routes need it. */
export interface Ingress extends KubeObject {
	readonly spec: {readonly rules: readonly IngressRule[]};
	readonly status?: {
		readonly observedGeneration?: number;
		readonly conditions?: readonly {readonly type: string; readonly status: string}[];
	};
}

export interface IngressRule {
	readonly hosts: readonly string[];
	readonly visibility: 'ExternalIP' | 'ClusterLocal';
	readonly http: {readonly paths: readonly IngressPath[]};
}

export interface IngressPath {
	readonly path?: string;
	readonly headers?: Readonly<Record<string, {readonly exact: string}>>;
	readonly appendHeaders?: Readonly<Record<string, string>>;
	readonly rewriteHost?: string;
	readonly splits: readonly IngressSplit[];
}

export interface IngressSplit {
	readonly serviceNamespace: string;
	readonly serviceName: string;
	readonly servicePort: number | string;
	readonly percent?: number;
	readonly appendHeaders?: Readonly<Record<string, string>>;
}

/** The gateways of net-istio's configuration, by the visibility of a rule. */
export const gateways: Readonly<Record<IngressRule['visibility'], string>> = {
	ExternalIP: 'knative-serving/knative-ingress-gateway',
	ClusterLocal: 'knative-serving/knative-local-gateway',
};
