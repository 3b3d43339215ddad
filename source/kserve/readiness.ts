import {conditionOf, isTrue} from '../objects/condition.ts';
import {fieldAt, stringAt, type KubeObject} from '../objects/object.ts';

/**
 * Whether a revision of the InferenceService answers requests although its Ready condition is not True. During an update KServe
 * turns Ready to Unknown for about half a minute while the old revision serves on (kserve/kserve#5443). `status.url` is first
 * set when the ingress is made, so an InferenceService in its very first load is not taken for one that serves; without
 * `modelStatus` nothing is known and the conditions alone count.
 */
export function oldRevisionServes(object: KubeObject): boolean {
	return (
		conditionOf(object, 'Ready')?.status.toLowerCase() === 'unknown' &&
		stringAt(object, 'status', 'modelStatus', 'states', 'activeModelState') === 'Loaded' &&
		stringAt(object, 'status', 'url') !== undefined
	);
}

/**
 * Whether the InferenceService serves its current spec, as far as its status tells: Ready, no transition under way and, in
 * Knative mode, the latest created revision is the latest ready one. `status.observedGeneration` is a child's counter
 * (kserve/kserve#6081) and says nothing here.
 */
export function isUpToDate(object: KubeObject): boolean {
	const transition = stringAt(object, 'status', 'modelStatus', 'transitionStatus');
	const predictor = fieldAt(object, 'status', 'components', 'predictor');
	const created = stringAt(predictor, 'latestCreatedRevision');
	return (
		isTrue(conditionOf(object, 'Ready')) &&
		(transition === undefined || transition === '' || transition === 'UpToDate') &&
		(created === undefined || created === stringAt(predictor, 'latestReadyRevision'))
	);
}

/** KServe's own words for a model that did not load, or undefined. */
export function loadFailure(object: KubeObject): string | undefined {
	const status = fieldAt(object, 'status', 'modelStatus');
	const state = stringAt(status, 'states', 'targetModelState');
	if (state !== 'FailedToLoad' && stringAt(status, 'transitionStatus') !== 'InvalidSpec') return undefined;
	const reason = stringAt(status, 'lastFailureInfo', 'reason');
	const message = stringAt(status, 'lastFailureInfo', 'message');
	return [state ?? 'InvalidSpec', reason, message].filter(part => part !== undefined && part !== '').join(': ');
}
