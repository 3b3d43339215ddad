import {modelUri, type ModelName} from '../testbed/models.ts';

/** The tutorial's InferenceService, its model one of the testbed's. */
export function inferenceService(name: string, version: string, model: ModelName): string {
	return `apiVersion: "serving.kserve.io/v1beta1"
kind: "InferenceService"
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: wisdom
    app.kubernetes.io/version: ${version}
    iter8.tools/watch: "true"
spec:
  predictor:
    minReplicas: 1
    model:
      modelFormat:
        name: sklearn
      runtime: kserve-mlserver
      storageUri: "${modelUri(model)}"
`;
}
