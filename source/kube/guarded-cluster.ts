import type {Cluster, WriteOptions} from '../objects/cluster.ts';
import type {LeaseHold} from './lease-hold.ts';

/**
 * A cluster to which is written only while a lease is held: a write rejects with LostLease when the lease runs out before it is
 * sent, however long it waited for a connection, or while its answer is awaited. Lists and watches go on without it.
 */
export function writeWhileHeld(cluster: Cluster, hold: LeaseHold): Cluster {
	/** The options of a write that may begin. */
	function held<T extends WriteOptions>(options: T): T {
		hold.check();
		const signal = options.signal ? AbortSignal.any([options.signal, hold.signal]) : hold.signal;
		return {...options, signal, guard: () => hold.check()};
	}

	return {
		...cluster,
		// What was read for a write is not waited for when there will be none.
		get: async (resource, namespace, name, signal) =>
			cluster.get(resource, namespace, name, signal ? AbortSignal.any([signal, hold.signal]) : hold.signal),
		create: async (resource, object, options = {}) => cluster.create(resource, object, held(options)),
		replace: async (resource, object, options = {}) => cluster.replace(resource, object, held(options)),
		apply: async (resource, object, options) => cluster.apply(resource, object, held(options)),
		patch: async (resource, namespace, name, operations, options = {}) =>
			cluster.patch(resource, namespace, name, operations, held(options)),
		delete: async (resource, namespace, name, options = {}) => cluster.delete(resource, namespace, name, held(options)),
	};
}
