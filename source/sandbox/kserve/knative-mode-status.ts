import type {KubeObject} from '../../objects/object.ts';
import {childrenOf, type ComponentService, type ComponentServices} from './component-service.ts';
import {titleOf, type ComponentName} from './component.ts';
import {LivingConditions, type Verdict} from './conditions.ts';
import {knativeStatus, type KnativeStatus} from './knative-status.ts';
import {nextModelStatus} from './model-status.ts';
import {latestCreated} from './revision.ts';
import {statusOf, type ComponentStatus, type InferenceServiceStatus} from './status.ts';

/**
 * One run of KServe's controller in Knative mode: the status after `InferenceServiceReconciler.Reconcile` (kserve/kserve v0.15.2), from the
 * object's present status and its Knative Services. The controller is triggered by its own writes, so write the result and call
 * again until nothing changes (`sameStatus`).
 *
 * After a change of the InferenceService and before Knative has seen it (`generation` above `observedGeneration` of the
 * service) KServe copies the old status once more: Ready, UpToDate, and all of it about the model before.
 * @param now Milliseconds since the epoch.
 * @param progressDeadline Milliseconds until Knative gives a failing revision up; its default is 600 000.
 */
export function reconcileKnativeStatus(
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
