import type {KubeObject} from '../objects/object.ts';
import {
	apiVersionOf,
	configMaps,
	deployments,
	httpRoutes,
	inferenceServices,
	istioGateways,
	serviceEntries,
	services,
	virtualServices,
	type Resource,
} from '../objects/resource.ts';

const known = [
	services,
	configMaps,
	deployments,
	inferenceServices,
	istioGateways,
	serviceEntries,
	virtualServices,
	httpRoutes,
] as const;

/** Where an object of an app's routing lives, in the version that it names. Throws an Error for a kind that routing does not use. */
export function resourceOf({apiVersion, kind, metadata}: KubeObject): Resource {
	const [version = '', group = ''] = apiVersion.split('/').toReversed();
	const resource = known.find(each => each.kind === kind && each.group === group);
	if (!resource) throw new Error(`${kind} ${metadata.name} of ${apiVersion} is no object of an app's routing`);
	return apiVersionOf(resource) === apiVersion ? resource : {...resource, version};
}
