import {find, hasReason} from '../objects/cluster.ts';
import {leaderOf, leaseName, leaseNamespaces, type Leader} from '../objects/lease.ts';
import {leases} from '../objects/resource.ts';
import type {ActionContext} from './action-context.ts';

/**
 * Who leads for a namespace, and what it was told: the daemon of the namespace, else the cluster-wide one; undefined when no lease is
 * fresh. Leases that the user may not read count as absent.
 */
export async function findDaemon({
	cluster,
	namespace,
	now,
	signal,
}: Pick<ActionContext, 'cluster' | 'namespace' | 'now' | 'signal'>): Promise<Leader | undefined> {
	const found = await Promise.all(
		leaseNamespaces(namespace).map(async place => {
			try {
				return await find(cluster, leases, place, leaseName, signal);
			} catch (error) {
				if (hasReason(error, 'Forbidden')) return undefined;
				throw error;
			}
		}),
	);
	return leaderOf(
		found.filter(lease => lease !== undefined),
		namespace,
		now(),
	);
}
