import {ApiError, ConnectionError, isPassing, type Cluster} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import {pauseInOutage} from './comeback.ts';
import {isOutage, isSilence} from './connection-error.ts';
import {createObjectStore, type ObjectStore, type OnUpdate} from './object-store.ts';
import {backoff, wait as realWait, type Wait} from './wait.ts';

export interface InformerOptions {
	readonly cluster: Cluster;
	readonly resource: Resource;
	/** Undefined for all namespaces. */
	readonly namespace: string | undefined;
	readonly labelSelector?: string;
	/** What to keep of an object (memory!), its metadata's uid and resourceVersion included; undefined ignores it. */
	readonly transform?: (object: KubeObject) => KubeObject | undefined;
	/** Told of each change; at a resync, current and previous are the same. What it throws goes to `onError`. */
	readonly onUpdate: OnUpdate;
	/** Told of each failure before it is tried again; that the server lacks the resource (ResourceMissing) is told once. */
	readonly onError: (error: Error) => void;
	readonly signal: AbortSignal;
	/** Milliseconds after which all objects are told again. @default never */
	readonly resyncMs?: number;
	/** Milliseconds after which to look again for a resource that the server lacks. @default 30 s */
	readonly missingRetryMs?: number;
	readonly wait?: Wait;
}

export interface Informer extends Pick<ObjectStore, 'get' | 'values'> {
	/**
	 * Resolves when the first list has been told, or when the server turned out to lack the resource; rejects when the informer
	 * is stopped before.
	 */
	readonly synced: Promise<void>;
	/** Whether the server lacked the resource (no CRD) when last asked. What was known of its objects is kept. */
	readonly missing: boolean;
	stop(): void;
}

/** Before a watch is opened again that was short or brought no event, or a list is made again whose position soon was too old. */
const pauseAfterShortWatch = 1000;
/** Milliseconds after which the end of a watch, or of a list's use, is nothing special. */
const shortestMs = 1000;
/** So many watches in a row that brought nothing, not even a bookmark, are no chance. */
const mostEmptyWatches = 10;
/** A watch that lasted this many milliseconds has got over the failures before it. */
const steadyAfter = 10_000;

/**
 * Keeps a copy of a resource's objects: lists, watches, and goes on after any failure from where it was; it never gives up.
 * While the server cannot be reached the last known state stays. What happened meanwhile is told afterwards, each object once;
 * one that was deleted and created again is told as a change (its uid differs).
 */
export function startInformer(options: InformerOptions): Informer {
	const {cluster, resource, namespace, labelSelector, onUpdate, onError, resyncMs, missingRetryMs = 30_000} = options;
	const wait = options.wait ?? realWait;
	const stopping = new AbortController();
	const signal = AbortSignal.any([options.signal, stopping.signal]);
	const selection = {signal, ...(labelSelector !== undefined && {labelSelector})};
	const synced = Promise.withResolvers<void>();
	const store = createObjectStore(options.transform ?? (object => object), (...update) => {
		try {
			onUpdate(...update);
		} catch (error) {
			onError(error as Error);
		}
	});
	/** The resourceVersion up to which everything has been told; undefined before a list. */
	let position: string | undefined;
	/** When a position last turned out to be too old. */
	let expiredAt = -Infinity;
	let failures = 0;
	let wasOutage = false;
	let emptyWatches = 0;
	let missing = false;

	async function follow(): Promise<void> {
		if (position === undefined) {
			const {items, resourceVersion} = await cluster.list(resource, namespace, selection);
			store.replace(items);
			position = resourceVersion;
			missing = false;
			synced.resolve();
		}

		let events = 0;
		const startedAt = performance.now();
		for await (const {type, object} of cluster.watch(resource, namespace, {...selection, resourceVersion: position})) {
			events++;
			if (type === 'DELETED') store.delete(object);
			else if (type !== 'BOOKMARK') store.set(object);
			position = object.metadata.resourceVersion ?? position;
			failures = 0;
			emptyWatches = 0;
		}

		if (events > 0 && performance.now() - startedAt > shortestMs) return;
		if (events === 0 && ++emptyWatches >= mostEmptyWatches) {
			onError(new ConnectionError(`${new URL(cluster.server).host} ends each watch of ${resource.plural} at once`));
		}

		await wait(pauseAfterShortWatch, signal);
	}

	async function recover(error: Error): Promise<void> {
		const isAway = isOutage(error);
		// A server that comes back with errors has its own count of failures.
		failures = isAway === wasOutage ? failures + 1 : 1;
		wasOutage = isAway;
		if (!isPassing(error) || mayBeOfPosition(error)) position = undefined;
		if (error instanceof ApiError && error.code === 410 && failures === 1) {
			const isAgain = performance.now() - expiredAt < shortestMs;
			expiredAt = performance.now();
			if (isAgain) await wait(pauseAfterShortWatch, signal);
			return;
		}

		if (error instanceof ApiError && error.reason === 'ResourceMissing') {
			if (!missing) onError(error);
			missing = true;
			synced.resolve();
			await wait(missingRetryMs, signal);
			return;
		}

		onError(error);
		if (isAway) await pauseInOutage(cluster, failures, signal, wait);
		else await wait(backoff(failures), signal);
	}

	async function run(): Promise<void> {
		while (!signal.aborted) {
			const startedAt = performance.now();
			try {
				await follow();
			} catch (error) {
				if (signal.aborted) break;
				if (performance.now() - startedAt > steadyAfter) failures = 0;
				// Whether the server is away shows when the watch is opened again.
				if (!isSilence(error)) await recover(error as Error);
			}
		}

		synced.reject(signal.reason);
	}

	async function resync(everyMs: number): Promise<void> {
		while (!signal.aborted) {
			await wait(everyMs, signal);
			if (!signal.aborted) store.retell();
		}
	}

	synced.promise.catch(() => {});
	void run();
	if (resyncMs !== undefined) void resync(resyncMs);
	return {
		get: (namespace, name) => store.get(namespace, name),
		values: () => store.values(),
		synced: synced.promise,
		get missing() {
			return missing;
		},
		stop: () => stopping.abort(),
	};
}

/** A position may be too old (410), or ahead of a server that was restored from a backup (504). */
function mayBeOfPosition(error: Error): boolean {
	return error instanceof ApiError && (error.code === 410 || error.code === 504);
}
