import type {KubeObject} from '../../../source/objects/object.ts';
import {modelUri, type ModelName} from '../testbed/models.ts';
import type {Setup} from './setups.ts';

export const modelVersions = ['wisdom-0', 'wisdom-1'] as const;

/** The model that a version serves. */
export function modelOf(version: (typeof modelVersions)[number]): ModelName {
	return version === 'wisdom-0' ? 'digits-lr' : 'digits-rf';
}

/** The InferenceServices of a setup, one a version. */
export function inferenceServices({appType, namespace, shared}: Setup): readonly KubeObject[] {
	return modelVersions.map(name => ({
		apiVersion: 'serving.kserve.io/v1beta1',
		kind: 'InferenceService',
		metadata: {
			name,
			namespace,
			labels: {'iter8.tools/watch': 'true'},
			...(appType === 'kserve-standard' && {annotations: {'serving.kserve.io/deploymentMode': 'RawDeployment'}}),
		},
		spec: {
			predictor: {
				minReplicas: 1,
				model: {
					modelFormat: {name: 'sklearn'},
					runtime: 'kserve-mlserver',
					storageUri: modelUri(modelOf(name)),
					...(shared !== undefined && {args: [`--model-name=${shared}`]}),
				},
			},
		},
	}));
}
