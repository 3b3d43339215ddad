import {isDeepStrictEqual} from 'node:util';
import {isRecord, type KubeObject} from '../../objects/object.ts';
import {componentNames, titleOf, type ComponentName} from './component.ts';
import {LivingConditions, type Condition} from './conditions.ts';
import type {TrafficTarget} from './knative-status.ts';
import type {ModelStatus} from './model-status.ts';

/** What `status.components` of an InferenceService says of one. */
export interface ComponentStatus {
	readonly latestCreatedRevision?: string;
	readonly latestReadyRevision?: string;
	readonly latestRolledoutRevision?: string;
	readonly previousRolledoutRevision?: string;
	readonly traffic?: readonly TrafficTarget[];
	readonly url?: string;
	readonly address?: {readonly url: string};
}

/** `status` of an InferenceService in Knative mode (KServe 0.15 calls it Serverless). */
export interface InferenceServiceStatus {
	/** The Knative Service's counter, which has nothing to do with the InferenceService's own generation. */
	readonly observedGeneration?: number;
	readonly conditions?: readonly Condition[];
	readonly components?: Readonly<Partial<Record<ComponentName, ComponentStatus>>>;
	readonly modelStatus?: ModelStatus;
	readonly url?: string;
	readonly address?: {readonly url: string};
	readonly deploymentMode?: string;
}

/** The status of an InferenceService that its annotation has stopped: nothing of it is there (recorded traces of v0.20.0). */
export function stoppedStatus(
	inferenceService: KubeObject,
	mode: 'Knative' | 'Standard',
	now: number,
): InferenceServiceStatus {
	const unready = [...componentNames(inferenceService).map(titleOf), 'Ingress'].map(title => `${title}Ready`);
	const kept = new Set([...unready, 'Ready', 'Stopped']);
	const before = (statusOf(inferenceService).conditions ?? []).filter(({type}) => kept.has(type));
	const conditions = new LivingConditions(before, ['PredictorReady', 'IngressReady'], now);
	conditions.mark('Stopped', {status: 'True'});
	for (const type of unready) conditions.mark(type, {status: 'False', reason: 'Stopped'});
	return {conditions: conditions.entries, modelStatus: {transitionStatus: ''}, deploymentMode: mode};
}

/** Whether two statuses say the same. KServe does not write a status that changes only transition times. */
export function sameStatus(a: InferenceServiceStatus, b: InferenceServiceStatus): boolean {
	return isDeepStrictEqual(withoutTimes(a), withoutTimes(b));
}

function withoutTimes({conditions = [], ...others}: InferenceServiceStatus): unknown {
	return {...others, conditions: conditions.map(condition => ({...condition, lastTransitionTime: ''}))};
}

/** The status that an InferenceService carries; KServe's controller owns it and is taken at its word. */
export function statusOf(inferenceService: KubeObject): InferenceServiceStatus {
	const {status} = inferenceService;
	return isRecord(status) ? status : {};
}
