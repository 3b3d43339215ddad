import type {ReconcileResult} from '../reconcile/reconcile-result.ts';

export interface WorkQueueOptions {
	/** Handles one key. A rejection puts the key back with a growing delay and stops no other key. */
	readonly handle: (key: string) => Promise<ReconcileResult>;
	/** Told of each rejection, with the delay until the next try in milliseconds. */
	readonly onError: (key: string, error: unknown, retryMs: number) => void;
	/** How many keys are handled at once. */
	readonly concurrency: number;
	/** Delay before the first retry, in milliseconds; doubled each time. @default 20 */
	readonly firstRetryMs?: number;
	/** The longest delay after an error, in milliseconds. @default 30_000 */
	readonly lastRetryMs?: (error: unknown) => number;
}

/** A timer that is set for longer fires at once (Node, `setTimeout`). */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A queue of keys as controllers use it (client-go workqueue): a key that is added several times before its turn is handled
 * once; a key is never handled twice at a time; one that is added while it is handled is handled again afterwards.
 */
export class WorkQueue {
	readonly #options: WorkQueueOptions;
	readonly #waiting = new Set<string>();
	readonly #active = new Set<string>();
	readonly #again = new Set<string>();
	readonly #later = new Map<string, {readonly at: number; readonly timer: NodeJS.Timeout}>();
	readonly #failures = new Map<string, number>();
	#isStopped = false;
	#onIdle: (() => void)[] = [];

	constructor(options: WorkQueueOptions) {
		this.#options = options;
	}

	/** Keys that are waiting or being handled; those with a delay do not count. */
	get size(): number {
		return this.#waiting.size + this.#active.size;
	}

	add(key: string): void {
		if (this.#isStopped) return;
		if (this.#active.has(key)) {
			this.#again.add(key);
			return;
		}

		this.#waiting.add(key);
		this.#pump();
	}

	/** Adds a key after a delay; of several delays for one key the shortest counts. */
	addAfter(key: string, requestedMs: number): void {
		if (this.#isStopped) return;
		const delayMs = Math.min(requestedMs, longestTimerMs);
		const at = performance.now() + delayMs;
		const planned = this.#later.get(key);
		if (planned && planned.at <= at) return;
		clearTimeout(planned?.timer);
		const timer = setTimeout(() => {
			this.#later.delete(key);
			this.add(key);
		}, delayMs);
		this.#later.set(key, {at, timer});
	}

	/** Resolves when no key waits or is being handled; those with a delay do not count. */
	async idle(): Promise<void> {
		if (this.size > 0) await new Promise<void>(resolve => this.#onIdle.push(resolve));
	}

	/** Takes no more keys; resolves when those being handled are done. */
	async stop(): Promise<void> {
		this.#isStopped = true;
		for (const {timer} of this.#later.values()) clearTimeout(timer);
		this.#later.clear();
		this.#waiting.clear();
		this.#again.clear();
		await this.idle();
	}

	#pump(): void {
		for (const key of this.#waiting) {
			if (this.#active.size >= this.#options.concurrency) return;
			this.#waiting.delete(key);
			this.#active.add(key);
			void this.#handle(key);
		}
	}

	async #handle(key: string): Promise<void> {
		try {
			const {requeueAfterMs} = await this.#options.handle(key);
			this.#failures.delete(key);
			if (requeueAfterMs !== undefined) this.addAfter(key, requeueAfterMs);
		} catch (error) {
			const failures = this.#failures.get(key) ?? 0;
			this.#failures.set(key, failures + 1);
			const {firstRetryMs = 20, lastRetryMs} = this.#options;
			const retryMs = Math.min(lastRetryMs?.(error) ?? 30_000, firstRetryMs * 2 ** failures);
			this.#options.onError(key, error, retryMs);
			this.addAfter(key, retryMs);
		}

		this.#active.delete(key);
		if (this.#again.delete(key)) this.add(key);
		this.#pump();
		if (this.#active.size === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
	}
}
