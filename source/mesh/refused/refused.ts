import type {KubeObject} from '../../objects/object.ts';
import {httpRouteFaults} from './http-route.ts';
import type {RefusedPart} from './refused-part.ts';
import {virtualServiceFaults} from './virtual-service.ts';

/**
 * What Envoy refuses of a route, whether or not Istio's webhook takes it. Envoy then takes no change of any route of the gateway.
 */
export function refusedParts(object: KubeObject): readonly RefusedPart[] {
	if (object.kind === 'VirtualService') return virtualServiceFaults(object);
	return object.kind === 'HTTPRoute' ? httpRouteFaults(object) : [];
}
