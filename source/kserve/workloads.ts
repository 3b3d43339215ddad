import {conditionOf} from '../objects/condition.ts';
import {fieldAt, isRecord, numberAt, stringAt, type KubeObject} from '../objects/object.ts';

/** The latest template of a Deployment: its number is raised only by a change of the pods, and begins anew in another object. */
export interface WorkloadRevision {
	readonly uid: string;
	readonly revision: number;
}

/** Label selector of the Deployments that KServe makes of an InferenceService in Standard mode (KServe, `pkg/constants`). */
export function workloadSelector(name: string): string {
	return `serving.kserve.io/inferenceservice=${name}`;
}

/**
 * The Deployments that run an InferenceService: its own, of components that its spec still has. Empty in Knative mode, where
 * revisions own them.
 */
export function workloadsOf(object: KubeObject, deployments: readonly KubeObject[]): readonly KubeObject[] {
	return deployments.filter(deployment => {
		const isOwn = deployment.metadata.ownerReferences?.some(({uid}) => uid === object.metadata.uid) ?? false;
		const component = deployment.metadata.labels?.['component'];
		return isOwn && (component === undefined || isRecord(fieldAt(object, 'spec', component)));
	});
}

/** The latest template of each Deployment, by its name. */
export function workloadRevisions(workloads: readonly KubeObject[]): Readonly<Record<string, WorkloadRevision>> {
	const entries = workloads.map(({metadata}) => {
		const revision: WorkloadRevision = {uid: metadata.uid ?? '', revision: revisionOf(metadata)};
		return [metadata.name, revision] as const;
	});
	return Object.fromEntries(entries);
}

/** Of the Deployment controller; scaling, which raises the generation too, leaves it. */
function revisionOf({annotations}: KubeObject['metadata']): number {
	return Number(annotations?.['deployment.kubernetes.io/revision']) || 0;
}

/**
 * What a Deployment still waits for until all its pods, and no others, are of a template newer than `before` and available;
 * undefined when it waits for nothing. Rule: kubectl, `rollout status`. KServe's own status says UpToDate as soon as the Deployment
 * is written, and goes on saying it of pods that never start (recorded traces of v0.20.0).
 */
export function workloadAwaits(deployment: KubeObject, before?: WorkloadRevision): string | undefined {
	const {name, generation = 0, uid} = deployment.metadata;
	const isOld = before !== undefined && before.uid === uid && revisionOf(deployment.metadata) <= before.revision;
	const count = (field: string): number => numberAt(deployment, 'status', field) ?? 0;
	if (isOld) return `KServe has not taken up the new spec in Deployment ${name} yet`;
	if (count('observedGeneration') < generation) return `Deployment ${name} has not taken up its new spec yet`;
	const wanted = numberAt(deployment, 'spec', 'replicas') ?? 1;
	const updated = count('updatedReplicas');
	const available = count('availableReplicas');
	if (updated < wanted) return `Deployment ${name} has started ${updated} of ${wanted} new pods`;
	const old = count('replicas') - updated;
	if (available < updated)
		return `${updated - available} of ${updated} new pods of Deployment ${name} are not available yet`;
	return old > 0 ? `Deployment ${name} still has old pods: ${old} beside ${updated} new` : undefined;
}

/** Whether pods of a Deployment take requests, of whichever template they are. */
export function hasAvailablePods(deployment: KubeObject): boolean {
	return (numberAt(deployment, 'status', 'availableReplicas') ?? 0) > 0;
}

/** Why a Deployment has given up on its newest pods, in its controller's words, or undefined. */
export function workloadFailure(deployment: KubeObject): string | undefined {
	const progressing = conditionOf(deployment, 'Progressing');
	if (progressing?.reason !== 'ProgressDeadlineExceeded') return undefined;
	const why = stringAt(progressing, 'message') ?? '';
	return `Deployment ${deployment.metadata.name}: ${progressing.reason}${why === '' ? '' : `: ${why}`}`;
}
