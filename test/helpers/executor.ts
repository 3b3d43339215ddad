import {onTestFinished} from 'vitest';
import {Rollouts} from '../../source/daemon/rollouts.ts';
import type {Cluster} from '../../source/objects/cluster.ts';
import {defaultLeaderSettings, settingsAnnotation, settingsText} from '../../source/objects/leader-settings.ts';
import {clusterLeaseNamespace, leaseName, microTime} from '../../source/objects/lease.ts';
import type {KubeObject} from '../../source/objects/object.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {leases} from '../../source/objects/resource.ts';
import type {MemoryCluster} from './memory-cluster.ts';

export const noon = new Date('2026-01-01T12:00:00Z');

export interface Executor {
	/** What it logged. */
	readonly lines: readonly string[];
	readonly events: readonly string[];
	readonly stop: () => Promise<void>;
}

interface ExecutorOptions {
	/** @default daemon-1 */
	readonly name?: string;
	/** The cluster as it sees it, with other rights for example. */
	readonly seen?: Cluster;
	readonly monotonic?: () => number;
}

/** A daemon of all namespaces that executes rollouts, and says so on the lease. */
export async function startExecutor(
	cluster: MemoryCluster,
	{name = 'daemon-1', seen = cluster, ...clock}: ExecutorOptions = {},
): Promise<Executor> {
	const leading = new AbortController();
	const lines: string[] = [];
	const events: string[] = [];
	const lease: KubeObject = {
		apiVersion: 'coordination.k8s.io/v1',
		kind: 'Lease',
		metadata: {
			name: leaseName,
			namespace: clusterLeaseNamespace,
			annotations: {[settingsAnnotation]: settingsText({...defaultLeaderSettings, rollouts: true})},
		},
		spec: {holderIdentity: name, leaseDurationSeconds: 15, renewTime: microTime(noon)},
	};
	cluster.put({...cluster.peek(leases, clusterLeaseNamespace, leaseName), ...lease});
	const rollouts = new Rollouts({
		cluster: seen,
		namespace: undefined,
		types: defaultResourceTypes,
		holdMs: defaultLeaderSettings.holdMs,
		drainMs: 1,
		now: () => noon,
		log: {
			info: (message, fields) => void lines.push(`${message} ${String(fields?.['result'] ?? '')}`.trim()),
			warn: (message, fields) => void lines.push(`${message} ${String(fields?.['error'] ?? '')}`.trim()),
		},
		recorder: {
			record: (_, __, reason, message) => void events.push(`${reason}: ${message}`),
			idle: () => Promise.resolve(),
		},
		identity: name,
		...clock,
		inferOf: () => version => Promise.resolve(`${version} answered`),
		onError: error => void lines.push(error.message),
		signal: leading.signal,
	});
	await rollouts.start();
	const term = rollouts.lead(leading.signal);
	const stop = async (): Promise<void> => {
		leading.abort(new Error('the term is over'));
		await term;
	};
	onTestFinished(stop);
	return {lines, events, stop};
}
