import {ApiError, ConnectionError, type WatchEvent} from '../../source/objects/cluster.ts';
import type {KubeObject} from '../../source/objects/object.ts';

interface Change {
	readonly version: number;
	readonly before: KubeObject | undefined;
	readonly after: KubeObject | undefined;
	readonly collection: string;
}

/** All changes of a memory cluster, replayed to each watch from where it asks. */
export class WatchLog {
	readonly #changes: Change[] = [];
	readonly #wakers = new Set<() => void>();
	#oldest = 0;
	#breaks = 0;

	add(change: Change): void {
		this.#changes.push(change);
		this.#wake();
	}

	/** Forgets: a watch from an earlier version than this is answered with 410 Expired. */
	compact(version: number): void {
		this.#oldest = version;
	}

	/** Ends all open watches as a lost connection does. */
	break(): void {
		this.#breaks++;
		this.#wake();
	}

	async *from(
		version: number,
		collection: string,
		isWanted: (object: KubeObject) => boolean,
		signal: AbortSignal | undefined,
	): AsyncGenerator<WatchEvent> {
		if (version < this.#oldest) throw new ApiError(410, 'Expired', `too old resource version: ${version}`);
		const breaks = this.#breaks;
		let next = this.#changes.findIndex(change => change.version > version);
		if (next < 0) next = this.#changes.length;
		for (;;) {
			if (signal?.aborted) return;
			if (this.#breaks !== breaks) throw new ConnectionError('the connection was lost');
			const change = this.#changes[next];
			if (!change) {
				await this.#change(signal);
				continue;
			}

			next++;
			const event = change.collection === collection ? eventOf(change, isWanted) : undefined;
			if (event) yield event;
		}
	}

	#wake(): void {
		for (const wake of this.#wakers) wake();
	}

	#change(signal: AbortSignal | undefined): Promise<void> {
		return new Promise(resolve => {
			const wake = () => {
				this.#wakers.delete(wake);
				signal?.removeEventListener('abort', wake);
				resolve();
			};
			this.#wakers.add(wake);
			signal?.addEventListener('abort', wake);
		});
	}
}

/** For a watch with a selector, an object that begins to match appears, and one that no longer matches is gone. */
function eventOf({before, after, version}: Change, isWanted: (object: KubeObject) => boolean): WatchEvent | undefined {
	const was = before !== undefined && isWanted(before);
	if (after && isWanted(after)) return {type: was ? 'MODIFIED' : 'ADDED', object: after};
	if (!was) return undefined;
	return {type: 'DELETED', object: {...before, metadata: {...before.metadata, resourceVersion: String(version)}}};
}
