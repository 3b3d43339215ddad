import type {KubeObject} from '../objects/object.ts';
import {httpRouteRules} from './http-route.ts';
import type {Route} from './route.ts';
import {virtualServiceRules} from './virtual-service.ts';

/** Values of a route that is followed; a routemap renders 4000 at most. Who may write a route may write 1.5 MB of clauses. */
const mostValues = 10_000;

/**
 * The route that an object describes; undefined for a kind that is no route or not yet understood. One that is too large is not
 * followed at all.
 */
export function routeOf(object: KubeObject): Route | undefined {
	const read = readers.get(object.kind);
	if (read && hasMore(object['spec'], mostValues)) return {hosts: [], rules: [], unfollowed: ['spec']};
	return read?.(object);
}

const readers: ReadonlyMap<string, (object: KubeObject) => Route> = new Map([
	['VirtualService', virtualServiceRules],
	['HTTPRoute', httpRouteRules],
]);

/** Whether there are more values within a value than so many. */
function hasMore(value: unknown, most: number): boolean {
	const open = [value];
	for (let count = 0; open.length > 0; count++) {
		if (count + open.length > most) return true;
		const next = open.pop();
		if (typeof next === 'object' && next !== null) for (const each of Object.values(next)) open.push(each);
	}

	return false;
}
