import {shareGateway} from '../mesh/listener.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import type {Routemap} from '../routemap/routemap.ts';
import {isRouteOf} from './live-route.ts';
import {belongsTo} from './owner.ts';
import {routeHosts} from './route-hosts.ts';

/** The live routes of a kind that claim a host. */
export type Claimants = (host: string) => Iterable<KubeObject>;

/** A host that a route would take from another. */
interface Claim {
	readonly host: string;
	readonly other: KubeObject;
}

/**
 * The first host that a rendered route would begin to claim although a route of something else has it at a gateway in common: which
 * of the two is heard there would be chance, or age. What the route has already it keeps.
 */
export function claimedByAnother(
	route: KubeObject,
	live: KubeObject | undefined,
	routemap: Pick<Routemap, 'name' | 'uid'>,
	claimants: Claimants,
): Claim | undefined {
	const present = new Set(live ? routeHosts(live).claimed : []);
	for (const host of routeHosts(route).claimed) {
		if (present.has(host)) continue;
		for (const other of claimants(host)) {
			if (isSame(other, route) || isRouteOf(routemap, other)) continue;
			if (shareGateway(route, other)) return {host, other};
		}
	}

	return undefined;
}

function isSame(one: KubeObject, other: KubeObject): boolean {
	return one.metadata.name === other.metadata.name && one.metadata.namespace === other.metadata.namespace;
}

/** What to say of a host that another route has. */
export function claimWords(route: KubeObject, {host, other}: Claim): string {
	const whose = belongsTo(other);
	return `${titleOf(route)} is not applied, since ${titleOf(other)} has the host ${host} already${whose === undefined ? '' : ` and ${whose}`}: give the app another name, or have that route removed`;
}
