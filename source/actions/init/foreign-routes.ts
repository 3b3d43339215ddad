import {routeOf} from '../../mesh/route-of.ts';
import {hasReason} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {resourceName, virtualServices, type Resource} from '../../objects/resource.ts';
import {ownerWords, routeOwner} from '../../ownership/owner.ts';
import {permittedRoutes} from '../../ownership/permitted-routes.ts';
import type {Routemap} from '../../routemap/routemap.ts';
import {routemapName} from '../../routing/app-spec.ts';
import type {ActionContext} from '../action-context.ts';

/** Throws when a route of another owner has the name of one of the app's, or one of its hosts: which of the two answered would be chance. */
export async function refuseForeignRoutes(context: ActionContext, app: string, routemap: Routemap): Promise<void> {
	const rendered = permittedRoutes(
		routemap,
		routemap.versions.map(() => 1),
		context.types,
	).flatMap(route => ('object' in route ? [route] : []));
	const ours = new Set(rendered.flatMap(({object}) => routeOf(object)?.hosts ?? []));
	const names = new Set(rendered.map(({object}) => object.metadata.name));
	const kinds = new Map(rendered.map(({resource}) => [resource.plural, resource]));
	await Promise.all(
		Array.from(kinds.values(), async resource => {
			for (const item of await listRoutes(context, resource)) refuseForeignRoute(item, app, {resource, names, ours});
		}),
	);
}

interface OwnRoutes {
	readonly resource: Resource;
	readonly names: ReadonlySet<string>;
	/** Hosts. */
	readonly ours: ReadonlySet<string>;
}

function refuseForeignRoute(item: KubeObject, app: string, {resource, names, ours}: OwnRoutes): void {
	const owner = routeOwner(item);
	const {name} = item.metadata;
	const isOurs = owner ? owner.name === routemapName(app) : names.has(name);
	const shared = routeOf(item)?.hosts.find(host => ours.has(host));
	if (isOurs || (shared === undefined && !names.has(name))) return;
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
