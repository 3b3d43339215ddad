import type {KubeObject} from '../../objects/object.ts';
import {httpRouteFaults} from './http-route.ts';
import type {RefusedPart} from './refused-part.ts';
import {virtualServiceFaults} from './virtual-service.ts';

/** What was found in objects, which are never changed: the same ones are asked about time and again. */
const cache = new WeakMap<KubeObject, readonly RefusedPart[]>();

/**
 * What Envoy refuses of a route, whether or not Istio's webhook takes it. Envoy then takes no change of any route of the gateway.
 */
export function refusedParts(object: KubeObject): readonly RefusedPart[] {
	const known = cache.get(object);
	if (known) return known;
	const found = partsOf(object);
	cache.set(object, found);
	return found;
}

function partsOf(object: KubeObject): readonly RefusedPart[] {
	if (object.kind === 'VirtualService') return virtualServiceFaults(object);
	return object.kind === 'HTTPRoute' ? httpRouteFaults(object) : [];
}
