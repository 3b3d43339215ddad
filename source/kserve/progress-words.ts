import {stringAt, type KubeObject} from '../objects/object.ts';

/** KServe's reasons that name what it has not got to yet, each of a component's steps by its own name. */
const notYet = /^(\w+?)( ingress not created|(Route|Configuration)?Ready not ready)$/;

/**
 * What KServe is at while an InferenceService is not ready, in words for a person, in place of a reason that only names a step of
 * its own (`Predictor ingress not created`); undefined for a reason that says more. By `status.modelStatus` and the recorded traces:
 * a model is `Pending` until its server runs, then `Loading`, and in Knative mode `Pending` once more, with a ready revision.
 */
export function progressWords(object: KubeObject, reason: string | undefined): string | undefined {
	const component = notYet.exec(reason ?? '')?.[1]?.toLowerCase();
	if (component === undefined) return undefined;
	const state = stringAt(object, 'status', 'modelStatus', 'states', 'targetModelState');
	const revision = stringAt(object, 'status', 'components', 'predictor', 'latestReadyRevision') ?? '';
	if (component === 'predictor' && (state === 'Loaded' || revision !== ''))
		return 'its model is loaded, and its route is being made';
	if (component === 'predictor' && state === 'Loading') return 'its model is loading';
	return `its ${component} is starting`;
}
