import {
	configMaps,
	deployments,
	httpRoutes,
	inferenceServices,
	services,
	virtualServices,
	type Resource,
} from './resource.ts';

/** A kind that a routemap may name by its short name, and the conditions that make an object of it ready. */
export interface ResourceType {
	readonly resource: Resource;
	/** Condition types that must be True; none means that existing is enough. */
	readonly conditions: readonly string[];
}

/** Resource types by `gvrShort`. */
export type ResourceTypes = ReadonlyMap<string, ResourceType>;

/** Iter8's own resource types (values.yaml of its controller chart), with HTTPRoute at its stable version. */
export const defaultResourceTypes: ResourceTypes = new Map<string, ResourceType>([
	['svc', {resource: services, conditions: []}],
	['service', {resource: services, conditions: []}],
	['cm', {resource: configMaps, conditions: []}],
	['deploy', {resource: deployments, conditions: ['Available']}],
	['isvc', {resource: inferenceServices, conditions: ['Ready']}],
	['vs', {resource: virtualServices, conditions: []}],
	['httproute', {resource: httpRoutes, conditions: []}],
]);
