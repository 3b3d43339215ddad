import {find, hasReason, type Cluster} from '../objects/cluster.ts';
import {defaultLeaderSettings, type LeaderSettings} from '../objects/leader-settings.ts';
import {leaderOf, leaseName, leaseNamespaces, type Leader} from '../objects/lease.ts';
import {leases} from '../objects/resource.ts';

/** For which namespace of which cluster a daemon is looked for, and when. */
interface Place {
	readonly cluster: Cluster;
	readonly namespace: string;
	readonly now: () => Date;
	readonly signal: AbortSignal;
}

/**
 * Who leads for a namespace, and what it was told: the daemon of the namespace, else the cluster-wide one; undefined when no lease is
 * fresh. Leases that the user may not read count as absent.
 */
export async function findDaemon({cluster, namespace, now, signal}: Place): Promise<Leader | undefined> {
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

/** By which settings the routes of a namespace are written now: those of the daemon that leads for it, else the usual ones. */
export async function findLeaderSettings(place: Place): Promise<LeaderSettings> {
	return (await findDaemon(place))?.settings ?? defaultLeaderSettings;
}
