import {serviceName, type ComponentName} from './component.ts';
import type {RevisionTemplate} from './revision-template.ts';
import {latestCreated, latestReady, type LoadFailure, type Revision} from './revision.ts';

/**
 * The Knative Service that KServe makes for a component, with its Configuration and Route: the child whose status KServe
 * copies. Each function below is one thing that Knative does; the caller decides when, and reports status in between.
 */
export interface ComponentService {
	/** `NAME-predictor`, and so on. */
	readonly name: string;
	readonly namespace: string;
	/** Its own `metadata.generation`, not the InferenceService's. */
	readonly generation: number;
	/** Its own `status.observedGeneration`; 0 before Knative saw it at all. */
	readonly observedGeneration: number;
	readonly template: RevisionTemplate;
	/** Oldest first. */
	readonly revisions: readonly Revision[];
	/** The revision that the gateway sends requests to, once that was verified there. */
	readonly routed?: string;
}

/** The children of an InferenceService. */
export interface ComponentServices {
	readonly predictor: ComponentService;
	readonly transformer?: ComponentService;
}

/** The children by their components, each behind the one that it asks itself. */
export function childrenOf({
	predictor,
	transformer,
}: ComponentServices): readonly (readonly [ComponentName, ComponentService])[] {
	return [['predictor', predictor], ...(transformer ? [['transformer', transformer] as const] : [])];
}

/** KServe's part: creates the Knative Service, or gives it the present template; the same template changes nothing. */
export function reconcileService(
	service: ComponentService | undefined,
	namespace: string,
	inferenceService: string,
	component: ComponentName,
	template: RevisionTemplate,
): ComponentService {
	if (service === undefined) {
		const name = serviceName(inferenceService, component);
		return {name, namespace, generation: 1, observedGeneration: 0, template, revisions: []};
	}

	return service.template.key === template.key ? service : {...service, generation: service.generation + 1, template};
}

/** Knative has seen the present generation, and has not made its revision yet. */
export function observeService(service: ComponentService): ComponentService {
	return {...service, observedGeneration: service.generation};
}

/** Knative makes the revision of the present generation, where there is none yet. */
export function createRevision(service: ComponentService, now: number): ComponentService {
	const {generation, template} = service;
	if (latestCreated(service)?.generation === generation) return service;
	const name = `${service.name}-${String(generation).padStart(5, '0')}`;
	const revision: Revision = {name, generation, template, phase: 'pending', createdAt: now};
	return {...service, revisions: [...service.revisions, revision]};
}

/** A revision's server got on. A revision that becomes ready after a newer one is idle from the start. */
export function setPhase(
	service: ComponentService,
	name: string,
	phase: Revision['phase'],
	now: number,
	failure?: LoadFailure,
): ComponentService {
	const changed = changeRevision(service, name, revision => ({
		...revision,
		phase,
		...(phase === 'ready' && {wasReady: true as const}),
		...(failure && {failure}),
	}));
	return phase === 'ready' && latestReady(changed)?.name !== name ? setIdle(changed, name, now) : changed;
}

/** The gateway sends requests to this revision now; the one before it gets no more. */
export function setRouted(service: ComponentService, name: string, now: number): ComponentService {
	const before = service.routed;
	const routed = {...service, routed: name};
	return before === undefined || before === name ? routed : setIdle(routed, before, now);
}

/** A revision's server has ended. */
export function setEnded(service: ComponentService, name: string): ComponentService {
	return changeRevision(service, name, revision => ({...revision, hasEnded: true}));
}

function setIdle(service: ComponentService, name: string, now: number): ComponentService {
	return changeRevision(service, name, revision => ({...revision, idleSince: now}));
}

function changeRevision(
	service: ComponentService,
	name: string,
	change: (revision: Revision) => Revision,
): ComponentService {
	return {
		...service,
		revisions: service.revisions.map(revision => (revision.name === name ? change(revision) : revision)),
	};
}
