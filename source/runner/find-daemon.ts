import {find, hasReason} from '../objects/cluster.ts';
import {clusterLeaseNamespace, leaseName, leaseState} from '../objects/lease.ts';
import {leases} from '../objects/resource.ts';
import type {ActionContext} from './action-context.ts';

/** Who leads for a namespace: the daemon of the namespace, else the cluster-wide one; undefined when no lease is fresh. */
export async function findDaemon({cluster, namespace, now, signal}: ActionContext): Promise<string | undefined> {
	const holders = await Promise.all(
		[...new Set([namespace, clusterLeaseNamespace])].map(async leaseNamespace => {
			try {
				const {holder, expired} = leaseState(await find(cluster, leases, leaseNamespace, leaseName, signal), now());
				return expired ? undefined : holder;
			} catch (error) {
				if (hasReason(error, 'Forbidden')) return undefined;
				throw error;
			}
		}),
	);
	return holders.find(holder => holder !== undefined);
}
