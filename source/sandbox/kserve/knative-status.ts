import type {ComponentService} from './component-service.ts';
import type {Verdict} from './conditions.ts';
import {latestCreated, latestReady} from './revision.ts';

/** One share of a Knative Route. */
export interface TrafficTarget {
	readonly latestRevision: boolean;
	readonly percent: number;
	readonly revisionName: string;
}

/** What KServe reads from a Knative Service's status. Without `ready` Knative has not reported yet. */
export interface KnativeStatus {
	readonly observedGeneration: number;
	readonly latestCreatedRevision?: string;
	readonly latestReadyRevision?: string;
	readonly traffic: readonly TrafficTarget[];
	readonly configurationsReady?: Verdict;
	readonly routesReady?: Verdict;
	readonly ready?: Verdict;
}

/**
 * A Knative Service's status, after `configuration_lifecycle.go`, `route_lifecycle.go` and `service_lifecycle.go` of
 * knative/serving. A model that fails to load makes its revision fail only when the progress deadline has passed.
 * @param now Milliseconds since the epoch.
 * @param progressDeadline Milliseconds; Knative's default is 600 000.
 */
export function knativeStatus(service: ComponentService, now: number, progressDeadline: number): KnativeStatus {
	if (service.observedGeneration === 0) return {observedGeneration: 0, traffic: []};
	const created = latestCreated(service);
	const ready = latestReady(service);
	const configurationsReady = configurationVerdict(service, now, progressDeadline);
	const routesReady = routeVerdict(service, configurationsReady);
	return {
		observedGeneration: service.observedGeneration,
		...(created ? {latestCreatedRevision: created.name} : {}),
		...(ready ? {latestReadyRevision: ready.name} : {}),
		// the Route names a revision, and waits then for the gateway
		traffic: ready ? [{latestRevision: true, percent: 100, revisionName: ready.name}] : [],
		configurationsReady,
		routesReady,
		ready: readyVerdict(configurationsReady, routesReady),
	};
}

function configurationVerdict(service: ComponentService, now: number, progressDeadline: number): Verdict {
	const created = latestCreated(service);
	if (created === undefined || created.generation < service.observedGeneration) {
		const message = 'The Configuration is still working to reflect the latest desired specification.';
		return {status: 'Unknown', reason: 'OutOfDate', message};
	}

	if (created.wasReady) return {status: 'True'};
	if (created.phase !== 'failed' || now < created.createdAt + progressDeadline) return {status: 'Unknown'};
	const message = `Revision "${created.name}" failed with message: Initial scale was never achieved.`;
	return {status: 'False', reason: 'RevisionFailed', message};
}

function routeVerdict(service: ComponentService, configuration: Verdict): Verdict {
	const ready = latestReady(service);
	if (ready === undefined) {
		return configuration.status === 'False'
			? missing('False', `Configuration "${service.name}" does not have any ready Revision.`)
			: missing('Unknown', `Configuration "${service.name}" is waiting for a Revision to become ready.`);
	}

	if (service.routed === ready.name) return {status: 'True'};
	return {status: 'Unknown', reason: 'Uninitialized', message: 'Waiting for load balancer to be ready'};
}

function missing(status: 'False' | 'Unknown', message: string): Verdict {
	return {status, reason: 'RevisionMissing', message};
}

/** False outranks Unknown; among equals the route speaks, which Knative reconciles last. */
function readyVerdict(configuration: Verdict, route: Verdict): Verdict {
	const verdicts = [route, configuration];
	return (
		verdicts.find(verdict => verdict.status === 'False') ??
		verdicts.find(verdict => verdict.status === 'Unknown') ?? {status: 'True'}
	);
}
