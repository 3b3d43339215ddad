import {find} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps, resourceName, services, type Resource} from '../objects/resource.ts';
import {renderRoutes} from '../routemap/render.ts';
import {parseRoutemap} from '../routemap/routemap.ts';
import {defaultVersions, routemapName, type RoutingObjects} from '../strategies/app.ts';
import {findStrategy} from '../strategies/strategies.ts';
import {verbFieldManager, type ActionContext} from './action-context.ts';
import {findDaemon} from './daemon.ts';
import {refuseForeignRoutemap, refuseForeignRoutes, refuseForeignService} from './foreign.ts';
import type {Plan, Step} from './plan.ts';
import {settle} from './settle.ts';
import {liveWeights} from './live-weights.ts';
import {waitUntil} from './wait-until.ts';

export interface InitOptions {
	readonly name: string;
	readonly appType: string;
	readonly strategy: string;
}

/** One object of an app's routing. */
export interface RoutingObject {
	readonly resource: Resource;
	/** As init makes it. */
	readonly object: KubeObject;
	/** What is there already, and stays. */
	readonly live: KubeObject | undefined;
}

/**
 * The objects of an app's routing: Service, routemap, and the route for the versions that serve now. What is there already stays:
 * running init twice changes nothing, and objects that Helm made for the same app are adopted. Throws an Error that names the
 * owner where something else has the app's names or hosts.
 */
export async function routingOf(context: ActionContext, options: InitOptions): Promise<readonly RoutingObject[]> {
	const {service, routemap} = routingObjects(context, options);
	const parsed = parseRoutemap(routemap);
	const {cluster, namespace, signal} = context;
	const [liveService, liveRoutemap, weights] = await Promise.all([
		find(cluster, services, namespace, options.name, signal),
		find(cluster, configMaps, namespace, routemapName(options.name), signal),
		liveWeights(context, parsed),
		refuseForeignRoutes(context, options.name, parsed),
	]);
	if (liveService) refuseForeignService(liveService, service);
	if (liveRoutemap) refuseForeignRoutemap(liveRoutemap, routemap);
	const routes = await Promise.all(
		renderRoutes(parsed, weights, context.types).map(async (rendered): Promise<RoutingObject> => {
			if ('error' in rendered) throw rendered.error;
			const {resource, object} = rendered;
			const {ownerReferences: _, ...metadata} = object.metadata; // its owner has no uid before it exists
			const live = await find(cluster, resource, namespace, metadata.name, signal);
			return {resource, object: {...object, metadata}, live};
		}),
	);
	return [
		{resource: services, object: service, live: liveService},
		{resource: configMaps, object: routemap, live: liveRoutemap},
		...routes,
	];
}

/** Plans to create what is not there yet. */
export function planInit(context: ActionContext, name: string, routing: readonly RoutingObject[]): Plan {
	return {
		title: `set up routing for ${name}`,
		warnings: [],
		steps: routing.map(part =>
			part.resource === services || part.resource === configMaps
				? createStep(context, part)
				: routeStep(context, name, part),
		),
	};
}

function routingObjects({namespace}: ActionContext, {name, appType, strategy}: InitOptions): RoutingObjects {
	return findStrategy(appType, strategy).objects({name, namespace, versions: defaultVersions(name)});
}

function createStep({cluster, signal}: ActionContext, {resource, object, live}: RoutingObject): Step {
	const name = resourceName(resource, object.metadata.name);
	return {
		title: live ? `keep ${name}` : `create ${name}`,
		run: async () => {
			if (live) return `${name} unchanged`;
			await cluster.apply(resource, object, {fieldManager: verbFieldManager, signal});
			return `${name} created`;
		},
	};
}

/** The first route is the daemon's to write when one leads; otherwise it is written here, by the same code and field manager. */
function routeStep(context: ActionContext, app: string, {resource, object, live}: RoutingObject): Step {
	const {name} = object.metadata;
	const words = resourceName(resource, name);
	return {
		title: live ? `keep ${words}` : `create ${words}`,
		run: async progress => {
			if (live) return `${words} unchanged`;
			const configMap = await context.cluster.get(configMaps, context.namespace, routemapName(app), context.signal);
			const daemon = await findDaemon(context);
			if (daemon === undefined) await settle(context, configMap, progress);
			else {
				await waitUntil(context, {
					resource,
					name,
					onProgress: progress,
					until: current => current !== undefined || `the daemon ${daemon} leads and has not written it yet`,
				});
			}

			return `${words} created`;
		},
	};
}
