import {hasReason, type Cluster} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import {events} from '../objects/resource.ts';
import {createEventRateLimit, forgetOldest} from './event-rate-limit.ts';
import {newEvent, type Occurrence} from './event.ts';

interface EventRecorderOptions {
	readonly cluster: Cluster;
	/** reportingComponent, e.g. `kubectl-iter8`. */
	readonly component: string;
	/** reportingInstance, e.g. the lease identity. */
	readonly instance: string;
	/** Told of events that could not be recorded; nothing else comes of it. */
	readonly onError: (error: Error) => void;
	/** Resolves when nothing more important is under way; each event waits for that. @default at once */
	readonly quiet?: () => Promise<void>;
	readonly now?: () => Date;
}

export interface EventRecorder {
	/** Records an Event on an object: returns at once, never throws. */
	record(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string): void;
	/** Resolves when nothing is left to write. */
	idle(): Promise<void>;
}

const mostWaiting = 4096;
const mostRemembered = 4096;

/** What has been written for one object, type, reason and message. */
interface Written {
	readonly name: string;
	readonly first: Date;
	readonly count: number;
}

/**
 * Records core/v1 Events in the background, one request at a time, so that they never compete with more important writes.
 * Repeats (same object, type, reason and message) become one Event with a count, which `kubectl describe` shows as
 * `(x3 over 10m)`. An object that causes too many, and what does not fit into the queue, is dropped.
 */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
	const {cluster, onError, quiet, now = () => new Date()} = options;
	const isAllowed = createEventRateLimit();
	/** Repeats of what still waits only raise its count. */
	const waiting = new Map<string, Occurrence>();
	const written = new Map<string, Written>();
	let writing: Promise<void> | undefined;

	async function write(key: string, occurrence: Occurrence): Promise<void> {
		const before = written.get(key);
		const first = before?.first ?? occurrence.at;
		const count = (before?.count ?? 0) + occurrence.count;
		let name = before && (await countUp(before.name, occurrence, count));
		if (name === undefined) {
			const event = newEvent(options, occurrence, first, count);
			name = event.metadata.name;
			await cluster.create(events, event);
		}

		written.delete(key);
		written.set(key, {name, first, count});
		forgetOldest(written, mostRemembered);
	}

	/** The name of the event, or undefined when it is no longer there: the API server drops events after an hour. */
	async function countUp(name: string, {object, at}: Occurrence, count: number): Promise<string | undefined> {
		try {
			await cluster.patch(events, object.metadata.namespace ?? 'default', name, [
				{op: 'replace', path: '/count', value: count},
				{op: 'replace', path: '/lastTimestamp', value: at.toISOString()},
			]);
			return name;
		} catch (error) {
			if (hasReason(error, 'NotFound')) return undefined;
			throw error;
		}
	}

	async function writeAll(): Promise<void> {
		await quiet?.();
		for (const [key, occurrence] of waiting) {
			waiting.delete(key);
			try {
				await write(key, occurrence);
			} catch (error) {
				onError(error as Error);
			}

			await quiet?.();
		}

		writing = undefined;
	}

	return {
		record(object, type, reason, message) {
			const {uid, name, namespace} = object.metadata;
			const source = JSON.stringify([object.kind, namespace, name, uid]);
			const at = now();
			if (!isAllowed(source, at.getTime())) return;
			const key = JSON.stringify([source, type, reason, message]);
			if (!waiting.has(key) && waiting.size >= mostWaiting) {
				onError(new Error(`too many events at once: dropped ${reason} on ${object.kind} ${namespace ?? ''}/${name}`));
				return;
			}

			waiting.set(key, {object, type, reason, message, at, count: (waiting.get(key)?.count ?? 0) + 1});
			writing ??= Promise.resolve().then(writeAll);
		},
		async idle() {
			await writing;
		},
	};
}
