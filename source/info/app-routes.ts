import {routeFieldManager} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import {foreignRoute, mayWrite, primaryAlone} from '../ownership/live-route.ts';
import {permittedRoutes} from '../ownership/permitted-routes.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import type {Rendered} from '../routemap/assess/render.ts';
import {isInForce} from '../routemap/assess/route-difference.ts';
import type {RouteInfo} from './app.ts';
import type {ReadRoutemap} from './known-routemap.ts';
import {routeRefusal, routeRejection} from './route-refusal.ts';

/** Why a template renders nothing that may be applied. */
type Failure = Extract<Rendered, {readonly error: unknown}>;

/** A route that a routemap renders, beside the live one. */
interface RoutedObject {
	readonly info: RouteInfo;
	readonly live: KubeObject | undefined;
}

/** What a routemap renders for a weight vector, and why some of it may not be. */
export function routesOf(
	known: ReadRoutemap,
	weights: readonly number[],
	routes: Lookup,
	types: ResourceTypes,
): {readonly routed: readonly RoutedObject[]; readonly failures: readonly Failure[]} {
	const {routemap, render} = known;
	const rendered = render(weights, types);
	const found = rendered.flatMap(route => {
		if ('error' in route) return [];
		const {template, object, resource} = route;
		const live = routes(resource, routemap.namespace, object.metadata.name);
		return [{template, object, live, isInForce: isInForce(object, live, routeFieldManager)}];
	});
	// A daemon may allow more than usual: what is in force it has allowed.
	const inForce = new Set(found.flatMap(route => (route.isInForce ? [route.template] : [])));
	const isWhole = inForce.size === rendered.length;
	const failures = (isWhole ? [] : permittedRoutes(routemap, weights, types)).flatMap(route =>
		'error' in route && !inForce.has(route.template) ? [route] : [],
	);
	const failed = new Set(failures.map(({template}) => template));
	const routed = found.map(({template, object, live, isInForce}): RoutedObject => {
		const {kind, metadata} = object;
		const isLate = !isInForce && !failed.has(template);
		const isForeign = isLate && live !== undefined && !mayWrite(routemap, live, firstOf(known, template, types));
		const lag = isLate ? (isForeign ? foreignRoute(live) : differing(template, object, live)) : '';
		const refusal = live && routeRefusal(live);
		const rejection = live && routeRejection(live);
		const exists = live !== undefined;
		const info = {template, kind, name: metadata.name, exists, isInForce, lag, isForeign, refusal, rejection};
		return {info, live};
	});
	return {routed, failures};
}

/** What a template renders while the primary alone serves. */
function firstOf({routemap, render}: ReadRoutemap, template: string, types: ResourceTypes): KubeObject | undefined {
	const found = render(primaryAlone(routemap), types).find(route => route.template === template);
	return found && 'object' in found ? found.object : undefined;
}

/** Why a route is not as it should be, for no fault of its template. */
function differing(template: string, {kind, metadata: {name}}: KubeObject, live: KubeObject | undefined): string {
	return live
		? `${kind} ${name} differs from what routing template ${template} renders now`
		: `${kind} ${name} of routing template ${template} does not exist`;
}
