import type {Step, StepType} from '../rollout/step.ts';
import type {Perform, Progress, StepContext} from './step-context.ts';
import {applyObject} from './steps/apply-object.ts';
import {applyRoute, waitWeights} from './steps/apply-route.ts';
import {createVersion} from './steps/create-version.ts';
import {deleteObject, keepObject, waitGone} from './steps/delete-object.ts';
import {deleteVersion} from './steps/delete-version.ts';
import {labelObject} from './steps/label-object.ts';
import {probe} from './steps/probe.ts';
import {releaseFinalizers} from './steps/release-finalizers.ts';
import {labelVersion, replaceSpec, restoreSpec} from './steps/replace-spec.ts';
import {retireRoutemap} from './steps/retire-routemap.ts';
import {sendAllTo, setWeight} from './steps/set-weight.ts';
import {waitReady} from './steps/wait-ready.ts';
import {waitServing} from './steps/wait-serving.ts';

const performers: {readonly [Type in StepType]: Perform<Type>} = {
	'apply-object': applyObject,
	'apply-route': applyRoute,
	'label-object': labelObject,
	'set-weight': setWeight,
	'wait-weights': waitWeights,
	'send-all-to': sendAllTo,
	'create-version': createVersion,
	'wait-ready': waitReady,
	probe,
	'replace-spec': replaceSpec,
	'restore-spec': restoreSpec,
	'wait-serving': waitServing,
	'label-version': labelVersion,
	'delete-version': deleteVersion,
	'retire-routemap': retireRoutemap,
	'delete-object': deleteObject,
	'keep-object': keepObject,
	'release-finalizers': releaseFinalizers,
	'wait-gone': waitGone,
};

/** Steps that a dry run has nothing to show of: they wait for what is not going to come. */
const waiting: ReadonlySet<StepType> = new Set([
	'apply-route',
	'wait-weights',
	'wait-ready',
	'wait-serving',
	'probe',
	'release-finalizers',
	'wait-gone',
]);

/** Whether a step is tried in a server-side dry run. */
export function isTried({type}: Step): boolean {
	return !waiting.has(type);
}

/** Steps that change nothing, whoever performs them: without a daemon, waiting for weights writes the route. */
const looking: ReadonlySet<StepType> = new Set(['wait-ready', 'probe', 'wait-serving', 'wait-gone']);

/** Whether a step changes nothing, however far it came. */
export function isLook({type}: Step): boolean {
	return looking.has(type);
}

/** Performs one step of any type; see `Perform`. */
export async function performStep(context: StepContext, step: Step, progress: Progress): Promise<string> {
	const perform = performers[step.type] as (context: StepContext, step: Step, progress: Progress) => Promise<string>;
	return perform(context, step, progress);
}
