import {hasReason} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import {resourceName, virtualServices, type Resource} from '../../objects/resource.ts';
import {claimedByAnother} from '../../ownership/claimed-hosts.ts';
import {HostIndex} from '../../ownership/host-index.ts';
import {mayWrite} from '../../ownership/live-route.ts';
import {ownerWords, routeOwner} from '../../ownership/owner.ts';
import {possibleRoutes} from '../../ownership/permitted-routes.ts';
import type {Routemap} from '../../routemap/routemap.ts';
import type {ActionContext} from '../../runner/action-context.ts';

/**
 * Throws when a route of another owner has the name of one of the app's, or one of its hosts at one of its gateways: which of the two
 * answered would be chance, and a daemon would not write it. By the daemon's own rules (`reconcile/`), for what the namespace has.
 */
export async function refuseForeignRoutes(
	context: ActionContext,
	routemap: Routemap,
	live: KubeObject | undefined,
): Promise<void> {
	const owner = {...routemap, uid: live?.metadata.uid ?? ''};
	const rendered = possibleRoutes(routemap, context.types); // those of the primary alone first
	const kinds = new Map(rendered.map(({resource}) => [resource.plural, resource]));
	await Promise.all(
		Array.from(kinds.values(), async resource => {
			const routes = rendered.flatMap(({object}) => (object.kind === resource.kind ? [object] : []));
			refuseClaims(routes, await listRoutes(context, resource), owner, resource);
		}),
	);
}

/** For routes of one kind, and those that are there. */
function refuseClaims(
	routes: readonly KubeObject[],
	present: readonly KubeObject[],
	owner: Routemap,
	resource: Resource,
): void {
	const foreign = new HostIndex();
	for (const item of present) {
		const {name} = item.metadata;
		const named = routes.find(({metadata}) => metadata.name === name);
		if (mayWrite(owner, item, named)) continue;
		if (named) throw new Error(refusal(item, resource, 'exists and belongs to something else'));
		foreign.set(name, {...item, kind: resource.kind});
	}

	for (const route of routes) {
		const live = present.find(({metadata}) => metadata.name === route.metadata.name);
		const claim = claimedByAnother(route, live, owner, host => foreign.claimants(resource.kind, host));
		if (claim) throw new Error(refusal(claim.other, resource, `has the host ${claim.as} already`));
	}
}

function refusal(item: KubeObject, resource: Resource, what: string): string {
	const owner = routeOwner(item);
	const of = owner ? `, of routemap ${owner.name}` : ownerWords(item);
	return `${resourceName(resource, item.metadata.name)} ${what}${of}: choose another app name, or remove it`;
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
