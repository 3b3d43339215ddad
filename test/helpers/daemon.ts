import {onTestFinished} from 'vitest';
import type {ControllerOptions} from '../../source/daemon/controller-state.ts';
import {Controller} from '../../source/daemon/controller.ts';
import {defaultResourceTypes} from '../../source/objects/resource-types.ts';
import {ownReach} from '../../source/ownership/reach.ts';
import type {MemoryCluster} from './memory-cluster.ts';

export interface Daemon {
	/** What it logged: level, message, fields. */
	readonly lines: readonly (readonly [string, string, unknown])[];
	/** The events it recorded: `NAME: REASON: MESSAGE`. */
	readonly events: readonly string[];
	/** Starts to lead; resolves the returned promise when it has stopped leading. */
	lead(signal: AbortSignal): Promise<void>;
	/** Stops leading and watching, as at the test's end; resolves when its last write is done. */
	stop(): Promise<void>;
}

/** A daemon of all namespaces that watches a memory cluster and, unless told not to, leads. Stopped at the test's end. */
export async function startDaemon(
	cluster: MemoryCluster,
	options: Partial<ControllerOptions> = {},
	isLeading = true,
): Promise<Daemon> {
	const stopping = new AbortController();
	const lines: [string, string, unknown][] = [];
	const events: string[] = [];
	const controller = new Controller({
		cluster,
		namespace: undefined,
		types: defaultResourceTypes,
		holdMs: 120_000,
		drainMs: 30,
		deadlineMs: 300_000,
		reach: ownReach,
		resyncMs: 900_000,
		concurrency: 4,
		now: () => new Date('2026-01-01T12:01:00Z'),
		log: {
			info: (message, fields) => void lines.push(['info', message, fields]),
			warn: (message, fields) => void lines.push(['warn', message, fields]),
		},
		recorder: {
			record: (object, _, reason, message) => void events.push(`${object.metadata.name}: ${reason}: ${message}`),
			idle: () => Promise.resolve(),
		},
		signal: stopping.signal,
		...options,
	});
	await controller.start();
	const terms: Promise<void>[] = [];
	const lead = (signal: AbortSignal): Promise<void> => {
		const term = controller.lead(AbortSignal.any([signal, stopping.signal]));
		terms.push(term);
		return term;
	};
	if (isLeading) void lead(stopping.signal);
	const stop = async (): Promise<void> => {
		stopping.abort();
		await Promise.all(terms);
	};
	onTestFinished(stop);
	return {lines, events, lead, stop};
}
