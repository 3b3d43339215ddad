import {patternsFor} from '../mesh/host.ts';
import {gatewaysNamedBy} from '../mesh/listener.ts';
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
	/** How the other names it: the host, or a wildcard that includes it. */
	readonly as: string;
	readonly other: KubeObject;
}

/**
 * The first host that a rendered route would begin to claim at a gateway although a route of something else has it there: which of
 * the two is heard would be chance, or age. Out of a wildcard it would be the rendered one, which is as bad, unless the host is one
 * that whoever runs the daemon allows; `*` alone is what is left over by others. What the route has already it keeps.
 */
export function claimedByAnother(
	route: KubeObject,
	live: KubeObject | undefined,
	routemap: Pick<Routemap, 'name' | 'uid'>,
	claimants: Claimants,
	allowed: readonly string[] = [],
): Claim | undefined {
	const present = new Set(live ? routeHosts(live).claimed : []);
	const kept = new Set(live ? gatewaysNamedBy(live) : []);
	const gateways = new Set(gatewaysNamedBy(route));
	const meets = new Map<KubeObject, {readonly isAnywhere: boolean; readonly isAnew: boolean}>();
	const meetingOf = (other: KubeObject): {readonly isAnywhere: boolean; readonly isAnew: boolean} => {
		const known = meets.get(other);
		if (known) return known;
		const isOurs = isInNamespaceOf(other, route) && (isSame(other, route) || isRouteOf(routemap, other));
		const common = isOurs ? [] : gatewaysNamedBy(other).filter(gateway => gateways.has(gateway));
		const meeting = {isAnywhere: common.length > 0, isAnew: common.some(gateway => !kept.has(gateway))};
		meets.set(other, meeting);
		return meeting;
	};
	for (const host of routeHosts(route).claimed) {
		for (const as of allowed.includes(host) ? [host] : patternsFor(host)) {
			if (as === '*' && host !== '*') continue;
			for (const other of claimants(as)) {
				const {isAnywhere, isAnew} = meetingOf(other);
				if (present.has(host) ? isAnew : isAnywhere) return {host, as, other};
			}
		}
	}

	return undefined;
}

function isInNamespaceOf(one: KubeObject, other: KubeObject): boolean {
	return one.metadata.namespace === other.metadata.namespace;
}

function isSame(one: KubeObject, other: KubeObject): boolean {
	return one.metadata.name === other.metadata.name;
}

/** What to say of a host that another route has. */
export function claimWords(route: KubeObject, {host, as, other}: Claim): string {
	const whose = belongsTo(other);
	const words = `${titleOf(route)} is not applied, since ${titleOf(other)} has the host`;
	const owner = whose === undefined ? '' : ` and ${whose}`;
	if (as === host) {
		return `${words} ${host} already${owner}: give the app another name, or have that route removed`;
	}

	return `${words}s ${as} already, ${host} among them${owner}: give the app another name, have that route removed, or start the daemon with --allow-hosts '${host}'`;
}
