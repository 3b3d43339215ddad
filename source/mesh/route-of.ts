import type {KubeObject} from '../objects/object.ts';
import {httpRouteRules} from './http-route.ts';
import type {Route} from './route.ts';
import {virtualServiceRules} from './virtual-service.ts';

/** The route that an object describes; undefined for a kind that is no route or not yet understood. */
export function routeOf(object: KubeObject): Route | undefined {
	if (object.kind === 'VirtualService') return virtualServiceRules(object);
	return object.kind === 'HTTPRoute' ? httpRouteRules(object) : undefined;
}
