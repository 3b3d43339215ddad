import {clusterLeaseNamespace, leaseName, leaseState, toSeconds} from '../objects/lease.ts';
import type {KubeObject} from '../objects/object.ts';

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

/** Who leads, by the leases that there are: one that is in force before one that has expired; undefined when nobody holds any. */
export function describeDaemon(leases: readonly KubeObject[], now: Date): DaemonInfo | undefined {
	const daemons = leases.flatMap(lease => {
		const {holder, renewedAt, expired, disbelieved} = leaseState(lease, now);
		if (holder === undefined || lease.metadata.name !== leaseName) return [];
		const {namespace = ''} = lease.metadata;
		return [{holder, namespace, renewedAt: renewedAt && toSeconds(renewedAt), isExpired: expired, disbelieved}];
	});
	return daemons.find(({isExpired}) => !isExpired) ?? daemons[0];
}

/** How a lease is held that says what nobody believes: `held by NAME, and …`; undefined when there is nothing of the kind. */
export function disbeliefOf({holder, disbelieved}: DaemonInfo): string | undefined {
	if (disbelieved.length === 0) return undefined;
	return `held by ${holder}, and ${disbelieved.join(' and ')} ${disbelieved.length === 1 ? 'is' : 'are'} not believed`;
}

/**
 * The daemons that lead for the same namespaces, the one of all namespaces among them, in words: `a in namespace x`. Empty where each
 * leads for its own.
 */
export function doubleLeaders(leases: readonly KubeObject[], now: Date): readonly string[] {
	const leading = leases.flatMap(lease => {
		const {holder, expired} = leaseState(lease, now);
		const {name, namespace = ''} = lease.metadata;
		return holder === undefined || expired || name !== leaseName ? [] : [{holder, namespace}];
	});
	const ofAll = leading.find(({namespace}) => namespace === clusterLeaseNamespace);
	const others = leading.filter(({holder}) => holder !== ofAll?.holder);
	if (!ofAll || others.length === 0) return [];
	return [...others, ofAll].map(({holder, namespace}) => `${holder} in namespace ${namespace}`);
}
