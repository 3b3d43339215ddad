import {randomUUID} from 'node:crypto';
import {hostname} from 'node:os';
import {createEventRecorder} from '../kube/event-recorder.ts';
import {writeWhileHeld} from '../kube/guarded-cluster.ts';
import {LeaseHold} from '../kube/lease-hold.ts';
import {runLease} from '../kube/lease.ts';
import type {Target} from '../kube/target.ts';
import {
	defaultConcurrency,
	defaultDeadlineMs,
	defaultDrainMs,
	defaultHoldMs,
	defaultResyncMs,
} from '../objects/defaults.ts';
import {settingsAnnotation, settingsText} from '../objects/leader-settings.ts';
import {clusterLeaseNamespace, leaseName} from '../objects/lease.ts';
import {defaultResourceTypes, type ResourceTypes} from '../objects/resource-types.ts';
import {ownReach, type Reach} from '../ownership/reach.ts';
import {Controller} from './controller.ts';
import {gatewayProbe} from './gateway-probe.ts';
import {createLog, type WriteLine} from './log.ts';
import {rolloutProbe} from './rollout-probe.ts';
import {Rollouts} from './rollouts.ts';
import {keepHeapSmall} from './small-heap.ts';
import {SteadyLog} from './steady-log.ts';

/** What can be set of a daemon. Times are in milliseconds. */
export interface DaemonSettings {
	readonly types: ResourceTypes;
	readonly holdMs: number;
	readonly drainMs: number;
	/** After this long from its deletionTimestamp an object is let go, whatever else is broken. */
	readonly deadlineMs: number;
	/** How far routemaps may reach beyond their namespaces. */
	readonly reach: Reach;
	readonly resyncMs: number;
	readonly concurrency: number;
	/** Namespace of the lease; undefined for the watched one, or kube-system for all namespaces. */
	readonly leaseNamespace?: string | undefined;
	/** Whether it performs the rollouts that operators begin. */
	readonly executesRollouts?: boolean;
	/** Gateway through which new routes are looked for; undefined finds the app's own. */
	readonly probeUrl?: string | undefined;
}

export const defaultSettings: DaemonSettings = {
	types: defaultResourceTypes,
	holdMs: defaultHoldMs,
	drainMs: defaultDrainMs,
	deadlineMs: defaultDeadlineMs,
	reach: ownReach,
	resyncMs: defaultResyncMs,
	concurrency: defaultConcurrency,
};

interface DaemonOptions {
	readonly target: Target;
	/** The namespace to watch; undefined for all. */
	readonly namespace: string | undefined;
	/** What differs from the defaults. */
	readonly settings?: Partial<DaemonSettings>;
	readonly writeLog: WriteLine;
	readonly now: () => Date;
	readonly signal: AbortSignal;
	/**
	 * How long the end may take after the signal, in milliseconds, for who then ends the process: an API server that does not answer
	 * cannot be told that the lease is free. @default as long as it takes
	 */
	readonly longestEndMs?: number;
}

/**
 * Runs the daemon until the signal aborts; resolves when the last write is done and its lease is released. Rejects when what it
 * needs to begin cannot be had.
 */
export async function runDaemon({target, namespace, writeLog, now, signal, ...given}: DaemonOptions): Promise<void> {
	const {leaseNamespace, probeUrl, executesRollouts = false, ...settings} = {...defaultSettings, ...given.settings};
	const {cluster} = target;
	keepHeapSmall();
	const hold = new LeaseHold({now});
	const identity = `${hostname()}_${randomUUID()}`;
	const log = createLog(writeLog, now);
	const failures = new SteadyLog(log);
	const recorder = createEventRecorder({
		// Events route nothing, and tell of what was done while the lease was held.
		cluster,
		component: leaseName,
		instance: identity,
		onError: error => log.warn('event not recorded', {error: error.message}),
		quiet: () => controller.idle(),
	});
	const controller = new Controller({
		...settings,
		cluster: writeWhileHeld(cluster, hold),
		namespace,
		now,
		log,
		recorder,
		probeRoute: gatewayProbe(target, probeUrl, signal),
		signal,
	});
	const rollouts = executesRollouts
		? new Rollouts({
				cluster: writeWhileHeld(cluster, hold),
				namespace,
				types: settings.types,
				holdMs: settings.holdMs,
				drainMs: settings.drainMs,
				now,
				log,
				recorder,
				identity,
				inferOf: rolloutProbe(target, probeUrl, now),
				onError: error => failures.failed('watch failed', 'rollouts', error),
				signal,
			})
		: undefined;
	log.info('started', {identity, server: cluster.server, namespace: namespace ?? '*'});
	const work = async (): Promise<void> => {
		await Promise.all([controller.start(), rollouts?.start()]);
		await runLease({
			cluster,
			namespace: leaseNamespace ?? namespace ?? clusterLeaseNamespace,
			name: leaseName,
			identity,
			annotations: {[settingsAnnotation]: settingsText({...settings, rollouts: executesRollouts})},
			signal,
			hold,
			now,
			lead: async leading => {
				await Promise.all([controller.lead(leading), rollouts?.lead(leading)]);
			},
			onHolder: holder => log.info('lease', {holder, isOurs: holder === identity}),
			onSilence: ({holder, silentMs, leftMs}) =>
				log.warn('no leader', {holder, silentForMs: Math.round(silentMs), takesOverInMs: Math.round(leftMs)}),
			onError: error => failures.failed('lease not renewed', leaseName, error),
		});
	};
	try {
		const isDone = await Promise.race([work().then(() => true), isLate(signal, given.longestEndMs)]);
		if (!isDone) log.warn('stopped without an answer to the last write, and without releasing the lease', {identity});
	} catch (error) {
		if (!signal.aborted) throw error;
	}

	log.info('stopped', {identity});
}

/** Resolves with false so long after the abort. */
async function isLate(signal: AbortSignal, ms: number | undefined): Promise<false> {
	await new Promise<void>(resolve => {
		if (ms !== undefined) signal.addEventListener('abort', () => void setTimeout(resolve, ms).unref(), {once: true});
	});
	return false;
}
