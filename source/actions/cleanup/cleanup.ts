import {wait} from '../../kube/wait.ts';
import {find, hasReason} from '../../objects/cluster.ts';
import {getIfAllowed} from '../../objects/get-if-allowed.ts';
import {routeFieldManager, verbFieldManager} from '../../objects/labels.ts';
import {stringAt, type KubeObject} from '../../objects/object.ts';
import {configMaps, resourceName, services, type Resource} from '../../objects/resource.ts';
import {permittedRoutes} from '../../ownership/permitted-routes.ts';
import {releaseFinalizer} from '../../reconcile/drain/finalizer.ts';
import type {ResourceReference} from '../../routemap/routemap.ts';
import {weightConfigName} from '../../routing/app-spec.ts';
import type {ActionContext} from '../action-context.ts';
import {readApp, type AppState} from '../app-state.ts';
import {findDaemon} from '../find-daemon.ts';
import type {Plan, Step} from '../plan.ts';
import {deletePrevious} from '../promote/previous.ts';
import {serviceEntries} from '../resource-of.ts';
import {waitUntilGone} from '../wait-until.ts';

/**
 * Plans to take an app's routing down and, with `isAll`, its versions too. The routemap goes first, so that no daemon restores
 * the route; then the versions no longer need our finalizer. A Gateway stays, since the apps of a namespace share it.
 */
export async function planCleanup(context: ActionContext, name: string, isAll: boolean): Promise<Plan> {
	const app = await readApp(context, name);
	const [service, entry] = await Promise.all([
		find(context.cluster, services, context.namespace, name, context.signal),
		getIfAllowed(context, serviceEntries, context.namespace, name),
	]);
	const hasService = service !== undefined && isOurs(service);
	const hasEntry = entry.object !== undefined && isOurs(entry.object);
	const versions = presentVersions(context, app);
	const configs = weightConfigs(context, app);
	return {
		title: `clean up ${name}`,
		warnings: [
			`requests to ${name}.${context.namespace} are no longer answered`,
			...(isAll
				? [`deleted for good: ${versions.map(({object}) => object.metadata.name).join(', ') || 'no version'}`]
				: []),
		],
		steps: [
			deleteStep(context, configMaps, app.configMap.metadata.name),
			...routesOf(context, app).map(({resource, name: route}) => deleteStep(context, resource, route)),
			...(hasService ? [deleteStep(context, services, name)] : []),
			...(hasEntry ? [deleteStep(context, serviceEntries, name)] : []),
			...configs.map(({namespace, name: config}) => deleteStep({...context, namespace}, configMaps, config)),
			...(isAll
				? versions.map(({resource, object: {metadata}}) =>
						deleteStep({...context, namespace: metadata.namespace ?? context.namespace}, resource, metadata.name),
					)
				: []),
			releaseStep(context, app),
			...(isAll ? versions.map(version => goneStep(context, version)) : []),
			recordStep(context, name),
		],
	};
}

interface PresentVersion {
	readonly resource: Resource;
	readonly object: KubeObject;
}

/** Everything that versions are made of and that is there, a Deployment's Service too; not what carries their weights. */
function presentVersions({types}: ActionContext, app: AppState): readonly PresentVersion[] {
	return app.routemap.versions.flatMap(({resources}) =>
		resources.flatMap(({gvrShort, namespace, name}) => {
			const resource = types.get(gvrShort)?.resource;
			const object = resource && app.lookup(resource, namespace, name);
			return object && resource.plural !== configMaps.plural ? [{resource, object}] : [];
		}),
	);
}

/** The weight ConfigMaps that init, weights or Iter8's charts made. */
function weightConfigs({types}: ActionContext, {routemap, lookup, versions}: AppState): readonly ResourceReference[] {
	return routemap.versions.flatMap(({resources}, index) => {
		const name = weightConfigName(versions[index]?.reference.name ?? '');
		return resources.filter(
			reference =>
				reference.name === name &&
				types.get(reference.gvrShort)?.resource.plural === configMaps.plural &&
				lookup(configMaps, reference.namespace, name),
		);
	});
}

/** Whether what has the app's name is what init makes; a Service that selects pods, or what is none, only if init has applied it. */
function isOurs(object: KubeObject): boolean {
	return (
		stringAt(object, 'spec', 'type') === 'ExternalName' ||
		(object.metadata.managedFields ?? []).some(
			({manager, operation}) => manager === verbFieldManager && operation === 'Apply',
		)
	);
}

/** The routes that the routemap renders. A template that fails has none; what it once wrote goes with its owner, the routemap. */
function routesOf(
	{types}: ActionContext,
	{routemap}: AppState,
): readonly {readonly resource: Resource; readonly name: string}[] {
	return permittedRoutes(
		routemap,
		routemap.versions.map(() => 1),
		types,
	).flatMap(rendered =>
		'object' in rendered ? [{resource: rendered.resource, name: rendered.object.metadata.name}] : [],
	);
}

function deleteStep({cluster, namespace, signal}: ActionContext, resource: Resource, name: string): Step {
	const words = resourceName(resource, name);
	return {
		title: `delete ${words}`,
		run: async () => {
			try {
				await cluster.delete(resource, namespace, name, {signal});
			} catch (error) {
				// gone already, e.g. a route with the routemap that owned it
				if (!hasReason(error, 'NotFound') && !hasReason(error, 'ResourceMissing')) throw error;
			}

			return `${words} deleted`;
		},
	};
}

/** The route is down: after the drain nothing needs the versions' finalizers. A daemon that leads does this itself, later. */
function releaseStep(context: ActionContext, app: AppState): Step {
	return {
		title: 'release the finalizers of its versions',
		run: async progress => {
			const daemon = await findDaemon(context);
			if (daemon === undefined) progress(`no daemon leads: draining for ${Math.round(context.drainMs / 1000)}s`);
			await wait(context.drainMs, context.signal);
			context.signal.throwIfAborted();
			for (const {resources} of app.routemap.versions) {
				for (const {gvrShort, namespace, name} of resources) {
					const resource = context.types.get(gvrShort)?.resource;
					if (resource) await release(context, resource, namespace, name);
				}
			}

			return 'finalizers released';
		},
	};
}

/** An object that changes between the look and the patch is looked at again, a few times. */
async function release(context: ActionContext, resource: Resource, namespace: string, name: string): Promise<void> {
	for (let tries = 1; ; tries++) {
		const object = await find(context.cluster, resource, namespace, name, context.signal);
		if (!object) return;
		try {
			return await releaseFinalizer(context.cluster, resource, object, routeFieldManager);
		} catch (error) {
			if (!hasReason(error, 'Invalid') || tries === 5) throw error;
		}
	}
}

function goneStep(context: ActionContext, {resource, object}: PresentVersion): Step {
	return {
		title: `wait until ${object.metadata.name} is gone`,
		run: async progress => {
			const namespace = object.metadata.namespace ?? context.namespace;
			await waitUntilGone({...context, namespace}, resource, object, progress);
			return `${resourceName(resource, object.metadata.name)} is gone`;
		},
	};
}

function recordStep(context: ActionContext, name: string): Step {
	return {
		title: 'delete the record of the last promotion',
		run: async () =>
			(await deletePrevious(context, name)) ? `${resourceName(configMaps, `${name}-previous`)} deleted` : 'no record',
	};
}
