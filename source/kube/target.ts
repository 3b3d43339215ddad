import type {Duplex} from 'node:stream';
import type {Cluster} from '../objects/cluster.ts';
import type {LogPlace} from '../objects/log-place.ts';
import {version} from '../objects/version.ts';
import type {ConnectionFlags, PluginTerminal} from './connection-flags.ts';
import type {LogOptions} from './pod-log.ts';

/** Where a command works: the cluster and namespace that the flags and the kubeconfig point at. */
export interface Target {
	readonly cluster: Cluster;
	/** The flag, else the context's namespace, else `default`. */
	readonly namespace: string;
	/** Name of the kubeconfig's context; undefined inside a cluster or when flags alone say where to go. */
	readonly context: string | undefined;
	/** The log of a container, as `podLog` has it. */
	readonly podLog: (place: LogPlace, options: LogOptions) => AsyncGenerator<readonly string[]>;
	/** A stream to a port of a pod, through the API server. */
	readonly portForward: (namespace: string, pod: string, port: number, signal?: AbortSignal) => Promise<Duplex>;
}

/** Opens the target that connection flags name. Reads the kubeconfig; makes no request. Loads the rest of this room only now. */
export async function openTarget(flags: ConnectionFlags, terminal: PluginTerminal = 'shared'): Promise<Target> {
	const [{loadConnection, processSurroundings}, {connect}] = await Promise.all([
		import('./connection.ts'),
		import('./client.ts'),
	]);
	const connection = loadConnection(flags, processSurroundings(terminal));
	return {
		cluster: connect(connection, {version}),
		namespace: connection.namespace,
		context: connection.context,
		async *podLog(place, options) {
			const {podLog} = await import('./pod-log.ts');
			yield* podLog(connection, version, place, options);
		},
		async portForward(namespace, pod, port, signal) {
			const {openPortForward} = await import('./port-forward.ts');
			return openPortForward(connection, namespace, pod, port, signal);
		},
	};
}
