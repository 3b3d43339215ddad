import {isDeepStrictEqual} from 'node:util';
import {isRecord, type KubeObject} from '../../objects/object.ts';
import {childrenOf, latestCreated, type ComponentService, type ComponentServices} from './component-service.ts';
import {componentNames, titleOf, type ComponentName} from './component.ts';
import {LivingConditions, type Condition, type Verdict} from './conditions.ts';
import {knativeStatus, type KnativeStatus, type TrafficTarget} from './knative-status.ts';
import {nextModelStatus, type ModelStatus} from './model-status.ts';

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

/**
 * One run of KServe's controller: the status after `InferenceServiceReconciler.Reconcile` (kserve/kserve v0.15.2), from the
 * object's present status and its Knative Services. The controller is triggered by its own writes, so write the result and call
 * again until nothing changes (`sameStatus`).
 *
 * After a change of the InferenceService and before Knative has seen it (`generation` above `observedGeneration` of the
 * service) KServe copies the old status once more: Ready, UpToDate, and all of it about the model before.
 * @param now Milliseconds since the epoch.
 * @param progressDeadline Milliseconds until Knative gives a failing revision up; its default is 600 000.
 */
export function reconcileStatus(
	inferenceService: KubeObject,
	services: ComponentServices,
	now: number,
	progressDeadline = 600_000,
): InferenceServiceStatus {
	const before = statusOf(inferenceService);
	const children = childrenOf(services).map(([component, service]) => ({
		component,
		title: titleOf(component),
		service,
		child: knativeStatus(service, now, progressDeadline),
	}));
	const titles = children.map(({title}) => title);
	const conditions = new LivingConditions(before.conditions ?? [], ['PredictorReady', 'IngressReady'], now);
	for (const {title, child} of children) markComponent(conditions, title, child);
	conditions.mark('Stopped', {status: 'False'});
	const components = children.map(({component, child, service}): readonly [ComponentName, ComponentStatus] => [
		component,
		nextComponent(before.components?.[component], child, service),
	]);
	const ready = conditions.statusOf('Ready') === 'True';
	const predictor = knativeStatus(services.predictor, now, progressDeadline);
	const modelStatus = nextModelStatus(before.modelStatus, predictor, latestCreated(services.predictor), ready);
	markAcross(conditions, 'RoutesReady', titles, 'RouteReady');
	markAcross(conditions, 'LatestDeploymentReady', titles, 'ConfigurationReady');
	// whose requests enter by the last one
	const hasUrl = components.at(-1)?.[1].url !== undefined;
	markIngress(conditions, titles, hasUrl);
	return {
		...before,
		observedGeneration: children.at(-1)?.child.observedGeneration ?? 0,
		conditions: conditions.entries,
		components: Object.fromEntries(components),
		modelStatus,
		...addresses(inferenceService, hasUrl),
		deploymentMode: 'Serverless',
	};
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

/** `PropagateStatus`: URL and address appear with the first Ready and stay for good. */
function nextComponent(
	before: ComponentStatus | undefined,
	child: KnativeStatus,
	service: ComponentService,
): ComponentStatus {
	const {latestRolledoutRevision: rolledOut} = before ?? {};
	const {latestCreatedRevision, latestReadyRevision, traffic} = child;
	const isRolledOut = latestReadyRevision !== undefined && traffic[0]?.revisionName === latestReadyRevision;
	const advances = isRolledOut && rolledOut !== latestReadyRevision;
	return {
		...before,
		...(latestCreatedRevision ? {latestCreatedRevision} : {}),
		...(latestReadyRevision ? {latestReadyRevision} : {}),
		...(advances && rolledOut ? {previousRolledoutRevision: rolledOut} : {}),
		...(advances ? {latestRolledoutRevision: latestReadyRevision} : {}),
		...(traffic.length > 0 ? {traffic} : {}),
		...(child.ready?.status === 'True'
			? {
					url: `http://${service.name}.${service.namespace}.example.com`,
					address: {url: `http://${service.name}.${service.namespace}.svc.cluster.local`},
				}
			: {}),
	};
}

function markComponent(conditions: LivingConditions, title: string, child: KnativeStatus): void {
	const verdicts: readonly (readonly [string, Verdict | undefined])[] = [
		[`${title}Ready`, child.ready],
		[`${title}RouteReady`, child.routesReady],
		[`${title}ConfigurationReady`, child.configurationsReady],
	];
	for (const [type, verdict] of verdicts) if (verdict !== undefined) conditions.mark(type, verdict);
}

/** `PropagateCrossComponentStatus`: the last component that is not ready gives the reason. */
function markAcross(conditions: LivingConditions, type: string, titles: readonly string[], condition: string): void {
	const unready = titles.map(title => title + condition).findLast(each => conditions.statusOf(each) !== 'True');
	const status = unready === undefined ? 'True' : conditions.statusOf(unready);
	conditions.mark(type, {status, ...(unready !== undefined && {reason: `${unready} not ready`})});
}

/**
 * `IngressReconciler.Reconcile`: with a component not ready it marks IngressReady so, and then, when a URL is there from earlier,
 * True again.
 */
function markIngress(conditions: LivingConditions, titles: readonly string[], hasUrl: boolean): void {
	const unready = titles.find(title => conditions.statusOf(`${title}Ready`) !== 'True');
	if (hasUrl) conditions.mark('IngressReady', {status: 'True'});
	else if (unready !== undefined) {
		const status = conditions.statusOf(`${unready}Ready`);
		conditions.mark('IngressReady', {status, reason: `${unready} ingress not created`});
	}
}

function addresses(
	inferenceService: KubeObject,
	hasUrl: boolean,
): Pick<InferenceServiceStatus, 'url' | 'address'> | undefined {
	if (!hasUrl) return undefined;
	const {name, namespace = 'default'} = inferenceService.metadata;
	return {
		url: `http://${name}.${namespace}.example.com`,
		address: {url: `http://${name}.${namespace}.svc.cluster.local`},
	};
}
