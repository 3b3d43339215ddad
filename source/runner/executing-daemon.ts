import {find, hasReason} from '../objects/cluster.ts';
import {clusterLeaseNamespace, executesAnnotation, leaseName, leaseState} from '../objects/lease.ts';
import {leases} from '../objects/resource.ts';
import type {ActionContext} from './action-context.ts';

/** The daemon that leads for a namespace, where it executes rollouts; undefined where none does. */
export async function executingDaemon({cluster, namespace, now, signal}: ActionContext): Promise<string | undefined> {
	for (const leaseNamespace of new Set([namespace, clusterLeaseNamespace])) {
		try {
			const lease = await find(cluster, leases, leaseNamespace, leaseName, signal);
			const {holder, expired} = leaseState(lease, now());
			if (holder === undefined || expired) continue;
			return lease?.metadata.annotations?.[executesAnnotation] === 'true' ? holder : undefined;
		} catch (error) {
			if (!hasReason(error, 'Forbidden')) throw error;
		}
	}

	return undefined;
}
