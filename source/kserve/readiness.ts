import {conditionOf, isTrue, type Condition} from '../objects/condition.ts';
import {fieldAt, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import {componentsOf, hasComponent, hasRevisions, readyConditionOf, type Component} from './components.ts';
import {deploymentMode} from './deployment-mode.ts';

/**
 * How it is known that an earlier revision answers requests: KServe's status says where traffic goes, or it is taken for granted.
 */
type EarlierRevision = 'routed' | 'assumed';

/**
 * Whether an earlier revision of an InferenceService answers requests although its Ready condition is not True. In Knative mode the
 * status tells: each component has a ready revision that gets traffic, and the routes to it stand; Ready speaks of the newest one
 * alone, and turns to False when that never comes (KServe, `status.components`; recorded traces). In Standard mode it does as well:
 * there Ready follows how a Deployment gets on with its newest pods, while older ones may serve. Where the status does not tell,
 * as while routes are being changed, KServe turns Ready to Unknown for about half a minute during an update while the old revision
 * serves on (kserve/kserve#5443); `status.url` is first set when the ingress is made, so an InferenceService in its very first load
 * is not taken for one that serves.
 */
export function earlierRevision(object: KubeObject): EarlierRevision | undefined {
	const isLoaded = stringAt(object, 'status', 'modelStatus', 'states', 'activeModelState') === 'Loaded';
	if (!isLoaded || isTrue(conditionOf(object, 'Ready'))) return undefined;
	const components = componentsOf(object);
	if (components.some(hasRevisions) && components.every(getsTraffic) && hasRoutes(object)) return 'routed';
	if (isStandard(object) && components.length > 0 && components.every(({name}) => hasServingPods(object, name)))
		return 'routed';
	const isUnknown = conditionOf(object, 'Ready')?.status.toLowerCase() === 'unknown';
	return isUnknown && stringAt(object, 'status', 'url') !== undefined ? 'assumed' : undefined;
}

function isStandard(object: KubeObject): boolean {
	return (deploymentMode(object) ?? 'Standard') === 'Standard' && !componentsOf(object).some(hasRevisions);
}

/**
 * Whether a component's Deployment has pods that take requests, by its own condition (KServe 0.16 to 0.20, `PropagateRawStatus`). It
 * follows Available only where that is False. Else it has Progressing's reason: Unknown while new pods come up (up to 0.19), False
 * when they do not in time; before both goes that pods cannot be made, of which the predictor's ready pods tell.
 */
function hasServingPods(object: KubeObject, component: string): boolean {
	const condition = readyConditionOf(object, component);
	if (!condition || isTrue(condition)) return condition !== undefined;
	const {reason = ''} = condition;
	if (reason.includes(deadlineExceeded)) return true;
	if (condition.status.toLowerCase() === 'unknown') return /ReplicaSet/.test(reason);
	const isMade = reason === '' || reason.includes('MinimumReplicasUnavailable');
	const readyPods = numberAt(object, 'status', 'modelStatus', 'copies', 'totalCopies') ?? 0;
	return component === 'predictor' && !isMade && readyPods > 0;
}

const deadlineExceeded = 'ProgressDeadlineExceeded';

function getsTraffic({status}: Component): boolean {
	const ready = stringAt(status, 'latestReadyRevision') ?? '';
	return ready !== '' && listAt(status, 'traffic').some(target => (numberAt(target, 'percent') ?? 0) > 0);
}

/**
 * Routes may be on their way to a newer revision, but must not have been refused. KServe up to 0.14 says of an ingress that it made
 * before (`status.url`) that it was not created, as long as a newer revision is not ready, and leaves it as it is.
 */
function hasRoutes(object: KubeObject): boolean {
	const ingress = conditionOf(object, 'IngressReady');
	const isLeft = /^\w+ ingress not created$/.test(ingress?.reason ?? '') && stringAt(object, 'status', 'url');
	return (isTrue(ingress) || Boolean(isLeft)) && conditionOf(object, 'RoutesReady')?.status !== 'False';
}

/**
 * Whether the InferenceService serves its newest spec, as far as its status tells: Ready, and in Knative mode the latest created
 * revision of each component is its latest ready one. The state of the model is no sign there: an idle one that was scaled to zero
 * stays `InProgress` for good. Elsewhere no Deployment may roll out, as far as is told, and no transition may be under way, unless it
 * waits for copies that nobody asked for.
 * `status.observedGeneration` is a child's counter (kserve/kserve#6081) and says nothing here.
 */
export function isUpToDate(object: KubeObject): boolean {
	if (!isTrue(conditionOf(object, 'Ready'))) return false;
	const components = componentsOf(object).filter(hasRevisions);
	if (components.length > 0) return components.every(hasNewestReady);
	if (isRollingOut(object)) return false;
	const transition = stringAt(object, 'status', 'modelStatus', 'transitionStatus');
	return transition === undefined || transition === '' || transition === 'UpToDate' || isIdle(object);
}

/**
 * Whether a Deployment of Standard mode has not come to the end of its rollout: KServe 0.20 calls a component ready for its old pods
 * alone, by another reason, also of new ones that never start (recorded traces). Up to 0.15 there is no reason.
 */
function isRollingOut(object: KubeObject): boolean {
	const conditions = componentsOf(object).map(({name}) => readyConditionOf(object, name));
	return isStandard(object) && conditions.some(condition => condition?.reason?.includes('MinimumReplicasAvailable'));
}

function hasNewestReady({status}: Component): boolean {
	const created = stringAt(status, 'latestCreatedRevision');
	return created === undefined || created === stringAt(status, 'latestReadyRevision');
}

/**
 * Whether a model that may be scaled to zero has been: no copy is there, and none is on its way. An autoscaler that is not KServe's
 * own (`external`) has its own least number of copies, and without any (`none`) people say how many there are.
 */
function isIdle(object: KubeObject): boolean {
	const mayBeIdle =
		fieldAt(object, 'spec', 'predictor', 'minReplicas') === 0 ||
		/^(external|none)$/.test(stringAt(object, 'metadata', 'annotations', 'serving.kserve.io/autoscalerClass') ?? '');
	return (
		mayBeIdle &&
		stringAt(object, 'status', 'modelStatus', 'states', 'targetModelState') === 'Pending' &&
		!fieldAt(object, 'status', 'modelStatus', 'copies', 'totalCopies')
	);
}

/** KServe's own words for a newest revision that does not load, or undefined. A failure that was got over stays in the status. */
export function loadFailure(object: KubeObject): string | undefined {
	const status = fieldAt(object, 'status', 'modelStatus');
	const state = stringAt(status, 'states', 'targetModelState');
	if (state === 'FailedToLoad' || stringAt(status, 'transitionStatus') === 'InvalidSpec') {
		const reason = stringAt(status, 'lastFailureInfo', 'reason');
		const message = stringAt(status, 'lastFailureInfo', 'message');
		return joined(state ?? 'InvalidSpec', reason, message);
	}

	// Ready follows the predictor alone, of others it says less
	const components = ['predictor', 'transformer', 'explainer'].filter(name => hasComponent(object, name));
	const conditions = [conditionOf(object, 'Ready'), ...components.map(name => readyConditionOf(object, name))];
	const failed = conditions.find(hasFailed);
	return failed && joined(failed.reason, failed.message);
}

/** Whether Knative gave up on a revision, or a Deployment on its newest pods. */
function hasFailed(condition: Condition | undefined): boolean {
	const {status, reason = ''} = condition ?? {};
	return status === 'False' && (reason === 'RevisionFailed' || reason.includes(deadlineExceeded));
}

/** What KServe says, without the full stops at its end: our own words follow. */
function joined(...parts: readonly (string | undefined)[]): string {
	const words = parts.filter(part => part !== undefined && part !== '').join(': ');
	return words.replace(/\.+$/, '');
}
