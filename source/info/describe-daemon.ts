import {clusterLeaseNamespace, leaseName, leaseNamespaces, leaseState, toSeconds} from '../objects/lease.ts';
import type {KubeObject} from '../objects/object.ts';
import {listed} from '../print/listed.ts';

/** The daemon that writes the routes, or the last one that did. */
export interface DaemonInfo {
	readonly holder: string;
	/** Namespace of its lease. */
	readonly namespace: string;
	/** When it renewed its lease; where that is not believed, when the lease was last written. */
	readonly renewedAt: string | undefined;
	/** Whether it has not renewed its lease in time and so counts as gone. */
	readonly isExpired: boolean;
	/** What its lease says and nobody believes, in words. */
	readonly disbelieved: readonly string[];
}

/**
 * Who leads, by the leases that there are: one that is in force before one that has expired; undefined when nobody holds any.
 * @param led Whose daemon is asked for; without it any counts, as where one namespace alone is looked at.
 */
export function describeDaemon(leases: readonly KubeObject[], now: Date, led?: string): DaemonInfo | undefined {
	const places = led === undefined ? undefined : leaseNamespaces(led);
	const daemons = leases.flatMap(lease => {
		const {holder, renewedAt, expired, disbelieved} = leaseState(lease, now);
		const {name, namespace = ''} = lease.metadata;
		if (holder === undefined || name !== leaseName || places?.includes(namespace) === false) return [];
		return [{holder, namespace, renewedAt: renewedAt && toSeconds(renewedAt), isExpired: expired, disbelieved}];
	});
	return daemons.find(({isExpired}) => !isExpired) ?? daemons[0];
}

/** Whether a daemon may lead that nobody sees here, by namespaces whose leases may not be read: by the others none leads. */
export function isDaemonHidden(daemon: DaemonInfo | undefined, hiddenLeases: readonly string[] = []): boolean {
	return hiddenLeases.length > 0 && daemon?.isExpired !== false;
}

/** How a lease is held that says what nobody believes: `held by NAME, and …`; undefined when there is nothing of the kind. */
export function disbeliefOf({holder, disbelieved}: DaemonInfo): string | undefined {
	if (disbelieved.length === 0) return undefined;
	return `held by ${holder}, and ${disbelieved.join(' and ')} ${disbelieved.length === 1 ? 'is' : 'are'} not believed`;
}

/** Daemons that lead for the same namespaces. */
export interface DoubleLeaders {
	/** In words, the one of all namespaces last: `a in namespace x`. */
	readonly leaders: readonly string[];
	/** Which to stop so that every namespace keeps one. */
	readonly todo: string;
}

/** The daemon of all namespaces and those that lead beside it; undefined where each leads for its own. */
export function doubleLeaders(leases: readonly KubeObject[], now: Date): DoubleLeaders | undefined {
	const leading = leases.flatMap(lease => {
		const {holder, expired} = leaseState(lease, now);
		const {name, namespace = ''} = lease.metadata;
		return holder === undefined || expired || name !== leaseName ? [] : [{holder, namespace}];
	});
	const ofAll = leading.find(({namespace}) => namespace === clusterLeaseNamespace);
	const others = leading.filter(({holder}) => holder !== ofAll?.holder);
	if (!ofAll || others.length === 0) return undefined;
	const places = listed(others.map(({namespace}) => namespace));
	return {
		leaders: [...others, ofAll].map(({holder, namespace}) => `${holder} in namespace ${namespace}`),
		todo: `stop ${others.length === 1 ? 'that of namespace' : 'those of namespaces'} ${places}: the one in ${ofAll.namespace} leads for all`,
	};
}
