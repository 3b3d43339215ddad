import {isDeepStrictEqual} from 'node:util';
import {componentsOf, hasRevisions, withPredictorNameOf} from '../kserve/components.ts';
import {deploymentMode} from '../kserve/deployment-mode.ts';
import {isUpToDate, loadFailure} from '../kserve/readiness.ts';
import {newestShare, splitFault} from '../kserve/split.ts';
import {stopFault} from '../kserve/stopped.ts';
import {modelPlace} from '../kserve/storage.ts';
import {
	workloadAwaits,
	workloadFailure,
	workloadRevisions,
	workloadSelector,
	workloadsOf,
	type WorkloadRevision,
} from '../kserve/workloads.ts';
import {conditionOf, isTrue} from '../objects/condition.ts';
import {fieldAt, isRecord, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import {inferenceServices} from '../objects/resource.ts';
import type {Awaited} from './awaited.ts';
import {candidateObject} from './candidate.ts';
import type {Served, VersionKind} from './version-kind.ts';

/** InferenceServices of KServe, in every mode. */
export const inferenceServiceKind: VersionKind = {
	resource: inferenceServices,
	workloadSelector: object => (mayHaveWorkloads(object) ? workloadSelector(object.metadata.name) : undefined),
	workloadsOf,
	mark: statusMark,
	isSameMark: isSameRevision,
	servesNewest,
	servesReplacement,
	awaitsReplacement,
	promotionFault: splitFault,
	standstill: stopFault,
	promotedSpec: withPredictorNameOf,
	comparedSpec: spec => spec,
	serves: modelPlace,
	deployFlag: '--storage-uri URI',
	candidate: candidateObject,
	failure: loadFailure,
};

/** Whether Deployments may run an InferenceService: Knative has revisions for that, and ModelMesh servers for all models. */
function mayHaveWorkloads(object: KubeObject): boolean {
	const mode = deploymentMode(object) ?? 'Standard';
	return mode === 'Standard' && !componentsOf(object).some(hasRevisions);
}

/** The part of a status that a new revision changes: what KServe copies from the child, and the model's own state. */
export function statusMark({object, workloads}: Served): unknown {
	const ready = conditionOf(object, 'Ready');
	return JSON.parse(
		JSON.stringify({
			revision: fieldAt(object, 'status', 'components', 'predictor', 'latestCreatedRevision'),
			observedGeneration: fieldAt(object, 'status', 'observedGeneration'),
			model: fieldAt(object, 'status', 'modelStatus'),
			ready: ready && {status: ready.status, since: ready.lastTransitionTime},
			...(workloads.length > 0 && {workloads: workloadRevisions(workloads)}),
		}),
	);
}

/** Whether two marks are of one revision; where there are no revisions, whether nothing has changed at all. */
function isSameRevision(mark: unknown, other: unknown): boolean {
	const workloads = fieldAt(other, 'workloads');
	if (workloads !== undefined) return isDeepStrictEqual(fieldAt(mark, 'workloads'), workloads);
	if (fieldAt(other, 'revision') === undefined) return isDeepStrictEqual(mark, other);
	return (
		fieldAt(mark, 'revision') === fieldAt(other, 'revision') &&
		fieldAt(mark, 'observedGeneration') === fieldAt(other, 'observedGeneration')
	);
}

/**
 * Whether an InferenceService serves its newest spec, or what it still waits for: its Deployments tell where it has any, else its
 * status.
 */
export function servesNewest({object, workloads}: Served): Awaited {
	const {name} = object.metadata;
	const stopped = stopFault(object);
	if (stopped !== undefined) return stopped;
	const share = newestShare(object);
	const awaited = workloads.map(deployment => workloadAwaits(deployment)).find(words => words !== undefined);
	if (awaited !== undefined) return awaited;
	if (isUpToDate(object)) return share === 100 || `KServe sends ${share} % of the requests of ${name} to its new spec`;
	return isTrue(conditionOf(object, 'Ready'))
		? `${name} is Ready, but not yet for its new spec`
		: `${name} is loading its new model`;
}

/**
 * Whether the primary serves its replaced spec: first its pods or its status must have changed since the replace (a new template
 * of each Deployment, a new revision, or, where there are neither, the child's counter or state), then it must be up to date and
 * ready. The status that KServe has not touched yet still says Ready for the old spec. Throws an Error when the new spec did not
 * load.
 */
export function servesReplacement(served: Served, statusBefore: unknown): Awaited {
	const awaited = awaitsReplacement(served, statusBefore);
	const failure = failureOf(served);
	// Of an earlier revision's failure the status tells until there is a new one.
	if (awaited === true || !failure || isOfEarlierRevision(served, statusBefore)) return awaited;
	throw new Error(
		`${served.object.metadata.name} failed to load its new model: ${failure}; requests still go to its old one`,
	);
}

/** The same, for a spec that served before: a failure in the status is the one that is being undone. */
export function awaitsReplacement(served: Served, statusBefore: unknown): Awaited {
	const {name} = served.object.metadata;
	const before = workloadsIn(statusBefore);
	const awaited = served.workloads
		.map(deployment => workloadAwaits(deployment, before?.[deployment.metadata.name]))
		.find(words => words !== undefined);
	if (awaited !== undefined) return awaited;
	const isTold = before !== undefined && served.workloads.length > 0;
	if (!isTold && isSameRevision(statusMark(served), statusBefore)) {
		return `KServe has not taken up the new spec of ${name} yet`;
	}

	return servesNewest(served);
}

/** The templates that a mark keeps; undefined where there were no Deployments. */
function workloadsIn(mark: unknown): Readonly<Record<string, WorkloadRevision>> | undefined {
	const workloads = fieldAt(mark, 'workloads');
	if (!isRecord(workloads)) return undefined;
	const entries = Object.entries(workloads).map(([name, kept]) => {
		return [name, {uid: stringAt(kept, 'uid') ?? '', revision: numberAt(kept, 'revision') ?? 0}] as const;
	});
	return Object.fromEntries(entries);
}

function failureOf({object, workloads}: Served): string | undefined {
	return loadFailure(object) ?? workloads.map(workloadFailure).find(words => words !== undefined);
}

function isOfEarlierRevision(served: Served, statusBefore: unknown): boolean {
	const mark = statusMark(served);
	if (fieldAt(statusBefore, 'workloads') !== undefined) {
		// the status follows the Deployments by a moment
		return (
			isSameRevision(mark, statusBefore) || isDeepStrictEqual(fieldAt(mark, 'model'), fieldAt(statusBefore, 'model'))
		);
	}

	const before = fieldAt(statusBefore, 'revision');
	return before !== undefined && before === fieldAt(mark, 'revision');
}
