import type {KubeObject} from '../../objects/object.ts';
import {serviceHost} from '../../routing/reach.ts';
import {childrenOf, type ComponentService, type ComponentServices} from './component-service.ts';
import {serviceName, titleOf, type Component, type ComponentName} from './component.ts';
import {LivingConditions, type Verdict} from './conditions.ts';
import {transitions, type ModelStatus, type TargetState} from './model-status.ts';
import {latestCreated} from './revision.ts';
import {namespaceOf} from './routes.ts';
import {statusOf, type InferenceServiceStatus} from './status.ts';

/**
 * One run of KServe's controller in Standard mode: the status after `PropagateRawStatus` and the raw ingress reconciler (kserve
 * v0.20.0; recorded traces), from the present status and what the Deployment has come to. As in Knative mode, write the result
 * and call again until nothing changes. It surprises: while a new pod starts beside an old one the status says UpToDate, and says
 * so for ever when the new pod never comes.
 * @param now Milliseconds since the epoch.
 */
export function reconcileStandardStatus(
	inferenceService: KubeObject,
	services: ComponentServices,
	now: number,
): InferenceServiceStatus {
	const before = statusOf(inferenceService);
	const conditions = new LivingConditions(before.conditions ?? [], ['PredictorReady', 'IngressReady'], now);
	const children = childrenOf(services);
	for (const [component, service] of children) {
		conditions.mark(`${titleOf(component)}Ready`, availableVerdict(service), true);
	}

	conditions.mark('Stopped', {status: 'False'});
	const wasReady = conditions.statusOf('Ready') === 'True';
	const isReady = (component: ComponentName): boolean => conditions.statusOf(`${titleOf(component)}Ready`) === 'True';
	const unready = children.map(([component]) => component).find(component => !isReady(component));
	const [entry, {observedGeneration}] = children.at(-1) ?? ['predictor', services.predictor];
	conditions.mark(
		'IngressReady',
		unready === undefined ? {status: 'True'} : {status: 'False', reason: `${titleOf(unready)} ingress not created`},
	);
	const components = children.map(([component]) => {
		return [component, isReady(component) ? {url: urlOf(inferenceService, `-${component}`)} : {}];
	});
	const addresses = {
		url: urlOf(inferenceService, ''),
		address: {url: `http://${componentHost({object: inferenceService, component: entry})}`},
	};
	return {
		...(observedGeneration > 0 && {observedGeneration}),
		conditions: conditions.entries,
		components: Object.fromEntries(components),
		modelStatus: nextModelStatus(before.modelStatus, services.predictor, wasReady),
		...(unready === undefined && addresses),
		deploymentMode: 'Standard',
	};
}

/** The in-cluster host of a component's Service. */
export function componentHost({object, component}: Component): string {
	return serviceHost(serviceName(object.metadata.name, component), namespaceOf(object));
}

function urlOf(inferenceService: KubeObject, suffix: string): string {
	return `http://${inferenceService.metadata.name}${suffix}-${namespaceOf(inferenceService)}.example.com`;
}

/** The Deployment's Available condition, with the reason of its Progressing condition where it is there. */
function availableVerdict(service: ComponentService): Verdict {
	if (service.observedGeneration === 0) return {status: 'False'};
	if (availableCopies(service) === 0) {
		const message = 'Deployment does not have minimum availability.';
		return {status: 'False', reason: 'MinimumReplicasUnavailable', message};
	}

	const isNewest = latestCreated(service)?.phase === 'ready';
	return isNewest
		? {
				status: 'True',
				reason: 'NewReplicaSetAvailable',
				message: `ReplicaSet "${latestCreated(service)?.name}" has successfully progressed.`,
			}
		: {status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.'};
}

/** Pods that are ready: of the newest template, and of the one before until its pod has ended. */
export function availableCopies({revisions}: ComponentService): number {
	return revisions.filter(({phase, hasEnded}) => phase === 'ready' && hasEnded !== true).length;
}

function nextModelStatus(before: ModelStatus | undefined, service: ComponentService, wasReady: boolean): ModelStatus {
	const latest = latestCreated(service);
	const active = before?.states?.activeModelState ?? '';
	const target = targetState(service, active === 'Loaded', wasReady);
	const copies = availableCopies(service);
	return {
		...(before?.lastFailureInfo && {lastFailureInfo: before.lastFailureInfo}),
		transitionStatus: transitions[target],
		states: {activeModelState: target === 'Loaded' ? 'Loaded' : active, targetModelState: target},
		copies: {failedCopies: 0, ...(copies > 0 && {totalCopies: copies})},
		...(latest?.phase === 'failed' &&
			latest.failure && {lastFailureInfo: {reason: 'ModelLoadFailed', ...latest.failure}}),
	};
}

/** What KServe reads from the newest pod; of one that is there and says nothing, what serves beside it is taken for it. */
function targetState(service: ComponentService, isLoaded: boolean, wasReady: boolean): TargetState {
	switch (latestCreated(service)?.phase) {
		case 'failed':
			return 'FailedToLoad';
		case 'loading':
			return 'Loading';
		case 'ready':
			return wasReady ? 'Loaded' : 'Pending';
		default:
			return isLoaded ? 'Loaded' : 'Pending';
	}
}
