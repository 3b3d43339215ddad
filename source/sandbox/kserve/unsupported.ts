import {ownPredictorName} from '../../kserve/components.ts';
import {deploymentMode} from '../../kserve/deployment-mode.ts';
import {canaryPercent, canaryPredictors} from '../../kserve/split.ts';
import {fieldAt, type KubeObject} from '../../objects/object.ts';
import {modeOf, type SandboxMode} from './mode.ts';

/**
 * Why the KServe of the sandbox takes no such InferenceService, in a webhook's words: what it does not play it refuses, rather than
 * serving it as if it were not asked for. Undefined when it takes it.
 * @param usual How models run that do not say it themselves.
 */
export function unsupported(object: KubeObject, usual: SandboxMode): string | undefined {
	const asked = unsupportedPart(object, usual);
	return asked === undefined ? undefined : `the sandbox has no ${asked}: take that out, or try it on a real cluster`;
}

function unsupportedPart(object: KubeObject, usual: SandboxMode): string | undefined {
	const has = (...path: readonly string[]): boolean => fieldAt(object, 'spec', ...path) !== undefined;
	if (deploymentMode({...object, status: {}}) === 'ModelMesh') return 'ModelMesh (serving.kserve.io/deploymentMode)';
	if (has('explainer')) return 'explainers (spec.explainer)';
	if (has('predictor', 'workerSpec')) return 'models on several nodes (spec.predictor.workerSpec)';
	if (ownPredictorName(object) !== undefined) return 'predictors with names of their own (spec.predictor.name)';
	if (canaryPredictors(object).length > 0) return "canaries of KServe's own (spec.canary)";
	const isSplit = modeOf(object, usual) === 'Knative' && canaryPercent(object) !== undefined;
	return isSplit ? "splits of KServe's own (canaryTrafficPercent)" : undefined;
}
