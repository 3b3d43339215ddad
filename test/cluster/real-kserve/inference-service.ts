import type {KubeObject} from '../../../source/objects/object.ts';
import {modelUri, type ModelName} from '../testbed/models.ts';

export type Mode = 'Knative' | 'Standard';
export const modes: readonly Mode[] = ['Knative', 'Standard'];

/** How an InferenceService differs from one that MLServer serves with one copy. */
export interface Choices {
	readonly annotations?: Readonly<Record<string, string>>;
	readonly minReplicas?: number;
	readonly canaryTrafficPercent?: number;
	/** A model that is nowhere, in place of one of the testbed's. */
	readonly storageUri?: string;
	/** @default 'kserve-mlserver' */
	readonly runtime?: 'kserve-mlserver' | 'kserve-sklearnserver';
	readonly withTransformer?: boolean;
}

/** An InferenceService in namespace default. */
export function inferenceService(name: string, mode: Mode, model: ModelName, choices: Choices = {}): KubeObject {
	const {annotations, minReplicas = 1, canaryTrafficPercent, storageUri = modelUri(model), withTransformer} = choices;
	const {runtime = 'kserve-mlserver'} = choices;
	const protocolVersion = runtime === 'kserve-mlserver' ? 'v2' : 'v1';
	const server = {name: 'kserve-container', image: 'testbed/transformer:1', args: ['--predictor_protocol=v2']};
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {
			name,
			namespace: 'default',
			annotations: {'serving.kserve.io/deploymentMode': mode, ...annotations},
		},
		spec: {
			predictor: {
				minReplicas,
				...(canaryTrafficPercent !== undefined && {canaryTrafficPercent}),
				model: {modelFormat: {name: 'sklearn'}, runtime, protocolVersion, storageUri},
			},
			...(withTransformer && {transformer: {minReplicas: 1, containers: [server]}}),
		},
	};
}

/** A route of our own to a Service of KServe's, as apps have them: KServe's Standard mode makes none at Istio's gateway. */
export function routeTo(service: string): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: service, namespace: 'default'},
		spec: {
			gateways: ['knative-serving/knative-local-gateway'],
			hosts: [`${service}.example`],
			http: [{route: [{destination: {host: `${service}.default.svc.cluster.local`, port: {number: 80}}}]}],
		},
	};
}
