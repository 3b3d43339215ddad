import {leaseName, leaseState} from '../objects/lease.ts';
import type {KubeObject} from '../objects/object.ts';

/** The daemon that writes the routes, or the last one that did. */
export interface DaemonInfo {
	readonly holder: string;
	/** Namespace of its lease. */
	readonly namespace: string;
	readonly renewedAt: string | undefined;
	/** Whether it has not renewed its lease in time and so counts as gone. */
	readonly isExpired: boolean;
}

/** Who leads, by the leases that there are: one that is in force before one that has expired; undefined when nobody holds any. */
export function describeDaemon(leases: readonly KubeObject[], now: Date): DaemonInfo | undefined {
	const daemons = leases.flatMap(lease => {
		const {holder, renewedAt, expired} = leaseState(lease, now);
		if (holder === undefined || lease.metadata.name !== leaseName) return [];
		const {namespace = ''} = lease.metadata;
		return [{holder, namespace, renewedAt: renewedAt?.toISOString().replace(/\.\d+Z$/, 'Z'), isExpired: expired}];
	});
	return daemons.find(({isExpired}) => !isExpired) ?? daemons[0];
}
