import type {KubeObject} from '../objects/object.ts';
import {comparePrecedence} from './http-route.ts';
import {routeOf} from './route-of.ts';
import {doubtful, type Route} from './route.ts';

/**
 * The routes that objects describe; undefined for one that is not understood. HTTPRoutes of the same hosts are one, as a gateway
 * has it: an HTTPRoute takes 16 rules, and an app may need more.
 */
export function joinedRoutes(objects: readonly KubeObject[]): readonly (Route | undefined)[] {
	const joined = new Map<string, Route | undefined>();
	for (const [index, object] of objects.entries()) {
		const route = routeOf(object);
		const key = object.kind === 'HTTPRoute' && route ? JSON.stringify(route.hosts) : String(index);
		const before = joined.get(key);
		const rules = [...(before?.rules ?? []), ...(route?.rules ?? [])];
		const unfollowed = [...(before?.unfollowed ?? []), ...(route?.unfollowed ?? [])];
		joined.set(
			key,
			before && route ? {...route, rules: rules.toSorted(comparePrecedence), ...doubtful(unfollowed)} : route,
		);
	}

	return [...joined.values()];
}
