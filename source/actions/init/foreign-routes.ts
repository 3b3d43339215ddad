import {routeOf} from '../../mesh/route-of.ts';
import {hasReason} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {resourceName, virtualServices, type Resource} from '../../objects/resource.ts';
import {mayWrite} from '../../ownership/live-route.ts';
import {ownerWords, routeOwner} from '../../ownership/owner.ts';
import {possibleRoutes} from '../../ownership/permitted-routes.ts';
import type {Routemap} from '../../routemap/routemap.ts';
import type {ActionContext} from '../../runner/action-context.ts';

/**
 * Throws when a route of another owner has the name of one of the app's, or one of its hosts: which of the two answered would be
 * chance, and a daemon would not write it.
 */
export async function refuseForeignRoutes(
	context: ActionContext,
	routemap: Routemap,
	live: KubeObject | undefined,
): Promise<void> {
	const rendered = possibleRoutes(routemap, context.types); // those of the primary alone first
	const ours = new Set(rendered.flatMap(({object}) => routeOf(object)?.hosts ?? []));
	const kinds = new Map(rendered.map(({resource}) => [resource.plural, resource]));
	await Promise.all(
		Array.from(kinds.values(), async resource => {
			const routes = rendered.flatMap(({object}) => (object.kind === resource.kind ? [object] : []));
			for (const item of await listRoutes(context, resource)) {
				if (!isOurs(item, routemap, live, routes)) refuseForeignRoute(item, {resource, routes, ours});
			}
		}),
	);
}

/** The daemon's rule (`reconcile/`). */
function isOurs(
	item: KubeObject,
	routemap: Routemap,
	live: KubeObject | undefined,
	routes: readonly KubeObject[],
): boolean {
	return mayWrite(
		{...routemap, uid: live?.metadata.uid ?? ''},
		item,
		routes.find(({metadata}) => metadata.name === item.metadata.name),
	);
}

interface OwnRoutes {
	readonly resource: Resource;
	readonly routes: readonly KubeObject[];
	/** Hosts. */
	readonly ours: ReadonlySet<string>;
}

function refuseForeignRoute(item: KubeObject, {resource, routes, ours}: OwnRoutes): void {
	const owner = routeOwner(item);
	const {name} = item.metadata;
	const isNamed = routes.some(({metadata}) => metadata.name === name);
	const shared = routeOf(item)?.hosts.find(host => ours.has(host));
	if (shared === undefined && !isNamed) return;
	const where = resourceName(resource, name);
	const of = owner ? `, of routemap ${owner.name}` : ownerWords(item);
	throw new Error(
		shared === undefined
			? `${where} exists and belongs to something else${of}: choose another app name, or remove it`
			: `${where} has the host ${shared} already${of}: choose another app name, or remove it`,
	);
}

async function listRoutes(
	{cluster, namespace, signal}: ActionContext,
	resource: Resource,
): Promise<readonly KubeObject[]> {
	try {
		return (await cluster.list(resource, namespace, {signal})).items;
	} catch (error) {
		if (!hasReason(error, 'ResourceMissing')) throw error;
		const product = resource.plural === virtualServices.plural ? 'Istio' : 'the Gateway API (v1)';
		throw new Error(`the server has no ${resource.kind}s: is ${product} installed?`, {cause: error});
	}
}
