import type {KubeObject} from '../../../source/objects/object.ts';
import {modelUri, type ModelName} from '../testbed/models.ts';

export type Mode = 'Knative' | 'Standard';
export const modes: readonly Mode[] = ['Knative', 'Standard'];

/** How an InferenceService differs from one that MLServer serves with one copy. */
export interface Choices {
	readonly annotations?: Readonly<Record<string, string>>;
	readonly labels?: Readonly<Record<string, string>>;
	/** Of the predictor. @default 1 */
	readonly minReplicas?: number;
	/** Of each component. */
	readonly maxReplicas?: number;
	readonly canaryTrafficPercent?: number;
	/** In place of that of a model: one that is nowhere, or no model. */
	readonly storageUri?: string;
	/** Image of the model server, in place of the runtime's. */
	readonly image?: string;
	/** @default 'kserve-mlserver' */
	readonly runtime?: 'kserve-mlserver' | 'kserve-sklearnserver';
	/** Whether its containers serve on for 5 s after they were told to end, until no gateway sends them anything. */
	readonly isDrained?: boolean;
	readonly withTransformer?: boolean;
	/** @default 'testbed/transformer:1' */
	readonly transformerImage?: string;
	readonly withExplainer?: boolean;
	/** `spec.predictor.name`. */
	readonly predictorName?: string;
	/** A further predictor under `spec.canary`. */
	readonly canary?: {readonly name: string; readonly model: ModelName; readonly trafficPercent: number};
}

/** In Knative mode: a start may take as long as it takes on a machine with other work, where the testbed gives up after 30 s. */
export const patient: Readonly<Record<string, string>> = {'serving.knative.dev/progress-deadline': '600s'};

const draining = {lifecycle: {preStop: {sleep: {seconds: 5}}}};

/** An InferenceService in namespace default. */
export function inferenceService(name: string, mode: Mode, model: ModelName, choices: Choices = {}): KubeObject {
	const {annotations, labels, minReplicas = 1, maxReplicas} = choices;
	const {canaryTrafficPercent, isDrained, withTransformer, withExplainer, predictorName, canary} = choices;
	const {transformerImage = 'testbed/transformer:1'} = choices;
	const most = {...(maxReplicas !== undefined && {maxReplicas})};
	const transformer = {
		name: 'kserve-container',
		image: transformerImage,
		args: ['--predictor_protocol=v2'],
		...(isDrained && draining),
	};
	const explainer = {...transformer, args: ['--mark=x-explained-by']};
	return {
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {
			name,
			namespace: 'default',
			annotations: {'serving.kserve.io/deploymentMode': mode, ...annotations},
			...(labels !== undefined && {labels}),
		},
		spec: {
			predictor: {
				minReplicas,
				...most,
				...(predictorName !== undefined && {name: predictorName}),
				...(canaryTrafficPercent !== undefined && {canaryTrafficPercent}),
				model: modelSpec(model, choices),
			},
			...(withTransformer && {transformer: {minReplicas: 1, ...most, containers: [transformer]}}),
			...(withExplainer && {explainer: {minReplicas: 1, ...most, containers: [explainer]}}),
			...(canary && {
				canary: [
					{
						predictor: {name: canary.name, minReplicas: 1, model: modelSpec(canary.model, {})},
						trafficPercent: canary.trafficPercent,
					},
				],
			}),
		},
	};
}

function modelSpec(
	model: ModelName,
	{storageUri = modelUri(model), image, isDrained, runtime = 'kserve-mlserver'}: Choices,
): unknown {
	const protocolVersion = runtime === 'kserve-mlserver' ? 'v2' : 'v1';
	return {
		modelFormat: {name: 'sklearn'},
		runtime,
		protocolVersion,
		storageUri,
		...(image !== undefined && {image}),
		...(isDrained && draining),
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
