import type {KnativeStatus} from './knative-status.ts';
import type {Revision} from './revision.ts';

type ModelState = '' | 'Pending' | 'Loading' | 'Loaded' | 'FailedToLoad';

/** `status.modelStatus` of an InferenceService. */
export interface ModelStatus {
	readonly transitionStatus: '' | 'UpToDate' | 'InProgress' | 'BlockedByFailedLoad';
	readonly states?: {
		/** What serves: stays `Loaded` while a newer model loads or fails. */
		readonly activeModelState: ModelState;
		readonly targetModelState: ModelState;
	};
	readonly copies?: {readonly failedCopies: number; readonly totalCopies?: number};
	/** The last failure, also long after it was mended. */
	readonly lastFailureInfo?: {
		readonly reason: 'ModelLoadFailed';
		readonly message: string;
		readonly exitCode: number;
	};
}

/**
 * The next `modelStatus`, after `PropagateModelStatus` and `UpdateModelRevisionStates` of KServe's
 * `inference_service_status.go`. Two things there surprise: a failure is never forgotten, and `ready` is the InferenceService's
 * Ready *before* its ingress was looked at, so that the first `Ready: True` is written beside `InProgress`.
 */
export function nextModelStatus(
	before: ModelStatus | undefined,
	child: KnativeStatus,
	latest: Revision | undefined,
	ready: boolean,
): ModelStatus {
	const target = targetState(child, latest, ready);
	const active = target === 'Loaded' ? 'Loaded' : (before?.states?.activeModelState ?? '');
	const failure = latest?.phase === 'failed' ? latest.failure : undefined;
	return {
		...before,
		transitionStatus: transitions[target],
		states: {activeModelState: active, targetModelState: target},
		...(target === 'Loaded' && latest?.phase === 'ready' && {copies: {failedCopies: 0, totalCopies: 1}}),
		...(latest?.phase === 'asleep' && {copies: {failedCopies: 0}}),
		...(failure ? {lastFailureInfo: {reason: 'ModelLoadFailed', ...failure}} : {}),
	};
}

export type TargetState = Exclude<ModelState, ''>;

export const transitions: Readonly<Record<TargetState, ModelStatus['transitionStatus']>> = {
	Pending: 'InProgress',
	Loading: 'InProgress',
	Loaded: 'UpToDate',
	FailedToLoad: 'BlockedByFailedLoad',
};

function targetState(child: KnativeStatus, latest: Revision | undefined, ready: boolean): TargetState {
	switch (latest?.phase) {
		case 'failed':
			return 'FailedToLoad';
		case 'loading':
			return 'Loading';
		// of a revision that was ready once, as one that comes back from zero, it says so before the server answers
		case 'starting':
		case 'ready':
			return ready && child.latestCreatedRevision === child.latestReadyRevision ? 'Loaded' : 'Pending';
		default:
			return 'Pending';
	}
}
