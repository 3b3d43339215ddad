import {modelUri, type brokenModel, type ModelName} from '../testbed/models.ts';

/** How KServe runs it; what its installation says where it is not said. */
export type TutorialMode = 'Knative' | 'Standard';

/**
 * The tutorial's InferenceService, its model one of the testbed's. On the real KServe it has one copy: Knative's autoscaler would
 * answer a load with more of them, which take this machine's two cores from those that answer. In Standard mode its pods serve on for
 * 5 s after they were told to end, as the operator's guide asks for: nothing else waits for the gateway there.
 */
export function inferenceService(
	name: string,
	version: string,
	model: ModelName | typeof brokenModel,
	mode?: TutorialMode,
): string {
	const annotations = mode ? `  annotations: {serving.kserve.io/deploymentMode: ${mode}}\n` : '';
	return `apiVersion: "serving.kserve.io/v1beta1"
kind: "InferenceService"
metadata:
  name: ${name}
${annotations}  labels:
    app.kubernetes.io/name: wisdom
    app.kubernetes.io/version: ${version}
    iter8.tools/watch: "true"
spec:
  predictor:
    minReplicas: 1
${mode ? '    maxReplicas: 1\n' : ''}    model:
      modelFormat:
        name: sklearn
      runtime: kserve-mlserver
      storageUri: "${modelUri(model)}"
${mode === 'Standard' ? '      lifecycle: {preStop: {sleep: {seconds: 5}}}\n' : ''}`;
}
