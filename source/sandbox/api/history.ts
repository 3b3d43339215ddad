import {ConnectionError} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {Kind} from './kind.ts';
import {StatusError} from './status-error.ts';

/** One write: what was before, undefined for a creation, and what is after, undefined for a deletion. */
export interface Change {
	readonly version: number;
	readonly kind: Kind;
	readonly before: KubeObject | undefined;
	readonly after: KubeObject | undefined;
}

/** As many changes are kept for watches that resume and lists of the past. */
const mostChanges = 4000;

/** The last changes of a store, replayed to each watch from where it asks. */
export class History {
	#changes: Change[] = [];
	#forgotten = 0;
	#oldest = 0;
	#breaks = 0;
	readonly #wakers = new Set<() => void>();

	add(change: Change): void {
		this.#changes.push(change);
		if (this.#changes.length > mostChanges) this.#forget(this.#changes.length - mostChanges / 2);
		this.#wake();
	}

	/** A watch from an earlier version than this is answered with 410 Expired from now on. */
	compact(version: number): void {
		const first = this.#changes.findIndex(change => change.version > version);
		this.#forget(first < 0 ? this.#changes.length : first);
		this.#oldest = Math.max(this.#oldest, version);
	}

	/** Ends all open watches as a lost connection does. */
	break(): void {
		this.#breaks++;
		this.#wake();
	}

	/** Whether all that happened after a version is still known. */
	reaches(version: number): boolean {
		return version >= this.#oldest;
	}

	/** The changes after a version, the last one first. */
	since(version: number): readonly Change[] {
		return this.#changes.filter(change => change.version > version).toReversed();
	}

	/**
	 * The changes after a version, and then those to come, until the signal aborts. Throws Expired when they are forgotten, and
	 * ConnectionError after `break`.
	 */
	async *after(version: number, signal: AbortSignal | undefined): AsyncGenerator<Change> {
		if (!this.reaches(version)) throw this.#expired(version);
		const breaks = this.#breaks;
		let next = this.#forgotten + this.#firstAfter(version);
		for (;;) {
			if (signal?.aborted) return;
			if (this.#breaks !== breaks) throw new ConnectionError('the connection was lost');
			if (next < this.#forgotten) throw this.#expired(version);
			const change = this.#changes[next - this.#forgotten];
			if (change) {
				next++;
				if (change.version > version) yield change;
			} else await this.#change(signal);
		}
	}

	#firstAfter(version: number): number {
		let low = 0;
		let high = this.#changes.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#changes[middle]?.version ?? 0) > version) high = middle;
			else low = middle + 1;
		}

		return low;
	}

	#forget(count: number): void {
		const gone = this.#changes.splice(0, count);
		this.#forgotten += gone.length;
		this.#oldest = gone.at(-1)?.version ?? this.#oldest;
	}

	#expired(version: number): StatusError {
		return new StatusError(410, 'Expired', `too old resource version: ${version} (${this.#oldest})`);
	}

	#wake(): void {
		for (const wake of this.#wakers) wake();
	}

	#change(signal: AbortSignal | undefined): Promise<void> {
		return new Promise(resolve => {
			const wake = (): void => {
				this.#wakers.delete(wake);
				signal?.removeEventListener('abort', wake);
				resolve();
			};
			this.#wakers.add(wake);
			signal?.addEventListener('abort', wake);
		});
	}
}
