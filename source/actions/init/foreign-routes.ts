import {routeOf} from '../../mesh/route-of.ts';
import {hasReason} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {resourceName, virtualServices, type Resource} from '../../objects/resource.ts';
import {ownerWords, routeOwner} from '../../ownership/owner.ts';
import {permittedRoutes} from '../../ownership/permitted-routes.ts';
import {routeKeepReason} from '../../ownership/routing-object.ts';
import {contains} from '../../routemap/assess/route-difference.ts';
import type {Routemap} from '../../routemap/routemap.ts';
import type {ActionContext} from '../action-context.ts';

/**
 * Throws when a route of another owner has the name of one of the app's, or one of its hosts: which of the two answered would be
 * chance. One without an owner that says what the routemap makes is what a chart of Iter8 left there.
 */
export async function refuseForeignRoutes(
	context: ActionContext,
	routemap: Routemap,
	live: KubeObject | undefined,
): Promise<void> {
	const count = routemap.versions.length;
	const rendered = [Array.from({length: count}, () => 1), Array.from({length: count}, (_, index) => (index ? 0 : 1))]
		.flatMap(weights => permittedRoutes(routemap, weights, context.types))
		.flatMap(route => ('object' in route ? [route] : []));
	const ours = new Set(rendered.flatMap(({object}) => routeOf(object)?.hosts ?? []));
	const kinds = new Map(rendered.map(({resource}) => [resource.plural, resource]));
	await Promise.all(
		Array.from(kinds.values(), async resource => {
			const routes = rendered.flatMap(({object}) => (object.kind === resource.kind ? [object] : []));
			for (const item of await listRoutes(context, resource)) {
				if (!isOurs(item, routes, routemap, live)) refuseForeignRoute(item, {resource, routes, ours});
			}
		}),
	);
}

/** A routemap that is made anew finds routes of the one before it, until garbage collection has taken them. */
function isOurs(
	item: KubeObject,
	routes: readonly KubeObject[],
	routemap: Routemap,
	live: KubeObject | undefined,
): boolean {
	const owner = routeOwner(item);
	if (owner && !live) return owner.name === routemap.name;
	if (live && routeKeepReason(item, live) === undefined) return true;
	if (item.metadata.ownerReferences?.length) return false;
	return routes.some(
		({metadata, ...route}) => metadata.name === item.metadata.name && contains(item['spec'], route['spec']),
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
