import {isDeepStrictEqual} from 'node:util';
import {routeOf} from '../../mesh/route-of.ts';
import type {ResourceTypes} from '../../objects/resource-types.ts';
import {httpRoutes} from '../../objects/resource.ts';
import {permittedRoutes} from '../../ownership/permitted-routes.ts';
import type {Routemap} from '../../routemap/routemap.ts';
import {largestWeight} from '../../routing/app-spec.ts';

/** What weights do in a routemap, whoever wrote it. */
export interface Weighting {
	/** Indices of the versions whose weight changes a route, beyond whether it is 0. */
	readonly indices: readonly number[];
	/** Whether weights are percentages of the requests that a version gets copies of. */
	readonly isMirror: boolean;
	/** The largest weight that the routes take. */
	readonly largest: number;
}

/** Finds out by rendering what weights do. Throws an Error when a template fails. */
export function weightingOf(routemap: Routemap, types: ResourceTypes): Weighting {
	const usual = routemap.versions.map(() => 10);
	const routes = rendered(routemap, usual, types);
	const isMirror = routes.some(route => routeOf(route)?.rules.some(({mirrors = []}) => mirrors.length > 0));
	const indices = routemap.versions.flatMap((_, index) => {
		const other = usual.with(index, 20);
		// Copies are made of what the primary gets, which is everything.
		const isShare = !(isMirror && index === 0) && !isDeepStrictEqual(routes, rendered(routemap, other, types));
		return isShare ? [index] : [];
	});
	const mesh = routes.some(({kind}) => kind === httpRoutes.kind) ? 'gateway-api' : 'istio';
	return {indices, isMirror, largest: largestWeight(isMirror ? 'mirror' : 'blue-green', mesh)};
}

function rendered(routemap: Routemap, weights: readonly number[], types: ResourceTypes) {
	return permittedRoutes(routemap, weights, types).map(route => {
		if ('error' in route) throw route.error;
		return route.object;
	});
}
