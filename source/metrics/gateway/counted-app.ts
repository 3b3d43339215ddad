import {versionsIn, type ObjectName} from '../../info/app-objects.ts';
import {knownRoutemap} from '../../info/known-routemap.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {ResourceTypes} from '../../objects/resource-types.ts';
import {virtualServices} from '../../objects/resource.ts';
import {countedBy, type CountedApp} from './version-services.ts';

/** What of an app the counters of its gateways are read by. */
export interface AppToCount extends CountedApp {
	readonly app: string;
	readonly namespace: string;
	/** Name of its VirtualService; undefined when HTTPRoutes carry it. */
	readonly virtualService: string | undefined;
}

/** An app as its routemap routes it; undefined for a routemap that cannot be read, or does not say what its versions are. */
export function appToCount(
	{namespace, name: app}: ObjectName,
	configMap: KubeObject,
	types: ResourceTypes,
): AppToCount | undefined {
	const known = knownRoutemap(configMap);
	if ('error' in known) return undefined;
	const routesFor = (weights: readonly number[]) =>
		known.render(weights, types).flatMap(route => ('object' in route ? [route.object] : []));
	const versions = versionsIn(configMap, types);
	if (versions.length !== known.routemap.versions.length) return undefined;
	const routes = routesFor(versions.map(() => 1));
	const virtualService = routes.find(({kind}) => kind === virtualServices.kind)?.metadata.name;
	return {app, namespace, virtualService, ...countedBy(routesFor, versions, namespace)};
}
