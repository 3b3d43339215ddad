import {isDeepStrictEqual} from 'node:util';
import {isUpToDate, loadFailure} from '../../kserve/readiness.ts';
import {newestShare} from '../../kserve/split.ts';
import {conditionOf, isTrue} from '../../objects/condition.ts';
import {appVersionLabel, verbFieldManager} from '../../objects/labels.ts';
import {fieldAt, type KubeObject} from '../../objects/object.ts';
import {inferenceServices, resourceName} from '../../objects/resource.ts';
import {placeOf, type ActionContext} from '../action-context.ts';
import type {Step} from '../plan.ts';
import {waitUntil, type Awaited} from '../wait-until.ts';
import {withPrevious, type Previous} from './previous.ts';

/** Whether two specs ask for the same thing, whatever the order of their keys. */
export function isSameSpec(left: unknown, right: unknown): boolean {
	return isDeepStrictEqual(left, right);
}

/** What an InferenceService shall become. */
interface Replacement {
	readonly spec: unknown;
	readonly version: string | undefined;
	/** What to keep of the primary; undefined leaves what is kept. */
	readonly previous?: Previous;
}

/**
 * Replaces the primary's spec and version label, guarded by its resourceVersion: a server-side apply would leave fields behind
 * that the new spec no longer has. What it was before is kept on it by the same write; everything else of the object stays:
 * finalizers, other annotations and labels.
 */
export async function replacePrimary(
	context: ActionContext,
	primary: KubeObject,
	{spec, version, previous}: Replacement,
): Promise<KubeObject> {
	const {[appVersionLabel]: _, ...labels} = primary.metadata.labels ?? {};
	const {managedFields: _managedFields, ...metadata} = primary.metadata;
	const object = {
		...primary,
		spec,
		metadata: {
			...metadata,
			labels: version === undefined ? labels : {...labels, [appVersionLabel]: version},
			...(previous && {annotations: withPrevious(metadata.annotations, previous)}),
		},
	};
	return context.cluster.replace(inferenceServices, object, {fieldManager: verbFieldManager, signal: context.signal});
}

/** The part of a status that a new revision changes: what KServe copies from the child, and the model's own state. */
export function statusMark(object: KubeObject): unknown {
	const ready = conditionOf(object, 'Ready');
	return JSON.parse(
		JSON.stringify({
			revision: fieldAt(object, 'status', 'components', 'predictor', 'latestCreatedRevision'),
			observedGeneration: fieldAt(object, 'status', 'observedGeneration'),
			model: fieldAt(object, 'status', 'modelStatus'),
			ready: ready && {status: ready.status, since: ready.lastTransitionTime},
		}),
	);
}

/** Whether two marks are of one revision; where there are no revisions, whether nothing has changed at all. */
export function isSameRevision(mark: unknown, other: unknown): boolean {
	if (fieldAt(other, 'revision') === undefined) return isDeepStrictEqual(mark, other);
	return (
		fieldAt(mark, 'revision') === fieldAt(other, 'revision') &&
		fieldAt(mark, 'observedGeneration') === fieldAt(other, 'observedGeneration')
	);
}

/**
 * Whether the primary serves its replaced spec: first its status must have changed since the replace (a new revision, or, where
 * there are no revisions, the child's counter or state), then it must be up to date and ready. The status that KServe has not
 * touched yet still says Ready for the old spec. Throws an Error when the new revision did not load.
 */
export function servesReplacement(object: KubeObject | undefined, statusBefore: unknown): Awaited {
	const awaited = awaitsReplacement(object, statusBefore);
	const failure = object && loadFailure(object);
	// Of an earlier revision's failure the status tells until there is a new one.
	if (awaited === true || !failure || hasRevisionOf(object, statusBefore)) return awaited;
	throw new Error(
		`${object.metadata.name} failed to load its new model: ${failure}; requests still go to its old one: go back with abort`,
	);
}

/** The same, for a spec that served before: a failure in the status is the one that is being undone. */
export function awaitsReplacement(object: KubeObject | undefined, statusBefore: unknown): Awaited {
	if (!object) throw new Error('it was deleted meanwhile');
	const {name} = object.metadata;
	if (isSameRevision(statusMark(object), statusBefore)) return `KServe has not taken up the new spec of ${name} yet`;
	const share = newestShare(object);
	if (isUpToDate(object)) return share === 100 || `KServe sends ${share} % of the requests of ${name} to its new spec`;
	return isTrue(conditionOf(object, 'Ready'))
		? `${name} is Ready, but not yet for its new spec`
		: `${name} is loading its new model`;
}

function hasRevisionOf(object: KubeObject, statusBefore: unknown): boolean {
	const before = fieldAt(statusBefore, 'revision');
	return before !== undefined && before === fieldAt(statusMark(object), 'revision');
}

/** Waits until something holds for an InferenceService that was replaced; `result` tells that it does. */
export function awaitStep(
	context: ActionContext,
	primary: KubeObject,
	result: string,
	until: (object: KubeObject | undefined) => Awaited,
): Step {
	const {name} = primary.metadata;
	return {
		title: `wait until ${name} ${result}`,
		run: async onProgress => {
			await waitUntil(placeOf(context, primary), {resource: inferenceServices, name, onProgress, until});
			return `${resourceName(inferenceServices, name)} ${result}`;
		},
	};
}
