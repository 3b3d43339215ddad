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
	const follower = new Follower(options);
	follower.start();
	return {
		get: (namespace, name) => follower.store.get(namespace, name),
		values: () => follower.store.values(),
		synced: follower.synced,
		get missing() {
			return follower.missing;
		},
		stop: () => follower.stop(),
	};
}

class Follower {
	readonly store: ObjectStore;
	missing = false;
	readonly #options: InformerOptions;
	readonly #wait: Wait;
	readonly #stopping = new AbortController();
	readonly #signal: AbortSignal;
	readonly #synced = Promise.withResolvers<void>();
	/** The resourceVersion up to which everything has been told; undefined before a list. */
	#position: string | undefined;
	/** When a position last turned out to be too old. */
	#expiredAt = -Infinity;
	#failures = 0;
	#wasOutage = false;
	#emptyWatches = 0;

	constructor(options: InformerOptions) {
		const {transform = (object: KubeObject) => object, onUpdate, onError, wait = realWait} = options;
		this.#options = options;
		this.#wait = wait;
		this.#signal = AbortSignal.any([options.signal, this.#stopping.signal]);
		this.store = createObjectStore(transform, (...update) => {
			try {
				onUpdate(...update);
			} catch (error) {
				onError(error as Error);
			}
		});
	}

	get synced(): Promise<void> {
		return this.#synced.promise;
	}

	start(): void {
		const {resyncMs} = this.#options;
		this.synced.catch(() => {});
		void this.#run();
		if (resyncMs !== undefined) void this.#resync(resyncMs);
	}

	stop(): void {
		this.#stopping.abort();
	}

	async #run(): Promise<void> {
		while (!this.#signal.aborted) {
			const startedAt = performance.now();
			try {
				await this.#follow();
			} catch (error) {
				if (this.#signal.aborted) break;
				if (performance.now() - startedAt > steadyAfter) this.#failures = 0;
				// Whether the server is away shows when the watch is opened again.
				if (!isSilence(error)) await this.#recover(error as Error);
			}
		}

		this.#synced.reject(this.#signal.reason);
	}

	async #resync(everyMs: number): Promise<void> {
		while (!this.#signal.aborted) {
			await this.#wait(everyMs, this.#signal);
			if (!this.#signal.aborted) this.store.retell();
		}
	}

	async #follow(): Promise<void> {
		const {cluster, resource, onError} = this.#options;
		const position = this.#position ?? (await this.#list());
		const startedAt = performance.now();
		const events = await this.#watch(position);
		if (events > 0 && performance.now() - startedAt > shortestMs) return;
		if (events === 0 && ++this.#emptyWatches >= mostEmptyWatches) {
			onError(new ConnectionError(`${new URL(cluster.server).host} ends each watch of ${resource.plural} at once`));
		}

		await this.#wait(pauseAfterShortWatch, this.#signal);
	}

	/** Tells what there is now; up to which position that is. */
	async #list(): Promise<string> {
		const {cluster, resource, namespace} = this.#options;
		const {items, resourceVersion} = await cluster.list(resource, namespace, this.#selection());
		this.store.replace(items);
		this.#position = resourceVersion;
		this.missing = false;
		this.#synced.resolve();
		return resourceVersion;
	}

	/** Tells what changes until the watch ends; how many events it brought. */
	async #watch(resourceVersion: string): Promise<number> {
		const {cluster, resource, namespace} = this.#options;
		let events = 0;
		for await (const {type, object} of cluster.watch(resource, namespace, {...this.#selection(), resourceVersion})) {
			events++;
			if (type === 'DELETED') this.store.delete(object);
			else if (type !== 'BOOKMARK') this.store.set(object);
			this.#position = object.metadata.resourceVersion ?? this.#position;
			this.#failures = 0;
			this.#emptyWatches = 0;
		}

		return events;
	}

	#selection() {
		const {labelSelector} = this.#options;
		return {signal: this.#signal, ...(labelSelector !== undefined && {labelSelector})};
	}

	async #recover(error: Error): Promise<void> {
		const {cluster, onError} = this.#options;
		const isAway = isOutage(error);
		// A server that comes back with errors has its own count of failures.
		this.#failures = isAway === this.#wasOutage ? this.#failures + 1 : 1;
		this.#wasOutage = isAway;
		if (!isPassing(error) || mayBeOfPosition(error)) this.#position = undefined;
		if (error instanceof ApiError && error.code === 410 && this.#failures === 1) return this.#expired();
		if (error instanceof ApiError && error.reason === 'ResourceMissing') return this.#lacks(error);
		onError(error);
		if (isAway) await pauseInOutage(cluster, this.#failures, this.#signal, this.#wait);
		else await this.#wait(backoff(this.#failures), this.#signal);
	}

	/** The position is too old: a new list follows, at once unless that happens again and again. */
	async #expired(): Promise<void> {
		const isAgain = performance.now() - this.#expiredAt < shortestMs;
		this.#expiredAt = performance.now();
		if (isAgain) await this.#wait(pauseAfterShortWatch, this.#signal);
	}

	async #lacks(error: ApiError): Promise<void> {
		const {onError, missingRetryMs = 30_000} = this.#options;
		if (!this.missing) onError(error);
		this.missing = true;
		this.#synced.resolve();
		await this.#wait(missingRetryMs, this.#signal);
	}
}

/** A position may be too old (410), or ahead of a server that was restored from a backup (504). */
function mayBeOfPosition(error: Error): boolean {
	return error instanceof ApiError && (error.code === 410 || error.code === 504);
}
