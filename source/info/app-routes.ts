import {routeFieldManager} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {permittedRoutes} from '../ownership/permitted-routes.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import type {Rendered} from '../routemap/assess/render.ts';
import {isInForce} from '../routemap/assess/route-difference.ts';
import type {RouteInfo} from './app.ts';
import type {ReadRoutemap} from './known-routemap.ts';

/** Why a template renders nothing that may be applied. */
export type Failure = Extract<Rendered, {readonly error: unknown}>;

/** A route that a routemap renders, beside the live one. */
export interface RoutedObject {
	readonly info: RouteInfo;
	readonly object: KubeObject;
	readonly live: KubeObject | undefined;
}

/** What a routemap renders for a weight vector, and why some of it may not be. */
export function routesOf(
	{routemap, render}: ReadRoutemap,
	weights: readonly number[],
	routes: Lookup,
	types: ResourceTypes,
): {readonly routed: readonly RoutedObject[]; readonly failures: readonly Failure[]} {
	const rendered = render(weights, types);
	const routed = rendered.flatMap((route): readonly RoutedObject[] => {
		if ('error' in route) return [];
		const {template, object, resource} = route;
		const {name} = object.metadata;
		const live = routes(resource, routemap.namespace, name);
		const exists = live !== undefined;
		const info = {template, kind: object.kind, name, exists, isInForce: isInForce(object, live, routeFieldManager)};
		return [{info, object, live}];
	});
	// A daemon may allow more than usual: what is in force it has allowed.
	const inForce = new Set(routed.flatMap(({info}) => (info.isInForce ? [info.template] : [])));
	const isWhole = inForce.size === rendered.length;
	const failures = (isWhole ? [] : permittedRoutes(routemap, weights, types)).flatMap(route =>
		'error' in route && !inForce.has(route.template) ? [route] : [],
	);
	return {routed, failures};
}
