import type {Series} from './result.ts';

/** More intervals than a picture has columns; when there are more, two and two become one. */
const mostIntervals = 512;

/** More versions than any app has; keeps a server that names a new one each time from filling the memory. */
export const mostVersions = 16;

/** Counts what happened in each second, or in longer intervals of a long run, so that its size is bounded. */
export class TimeSeries {
	#intervalMs = 1000;
	readonly #failed: number[] = [];
	readonly #dropped: number[] = [];
	readonly #maxMs: number[] = [];
	readonly #requests = new Map<string | null, number[]>();

	/** A request of a version, `null` for none, that was due then. */
	add(dueMs: number, version: string | null, isFailed: boolean, responseMs: number): void {
		const at = this.#indexAt(dueMs);
		const counts = this.#requests.get(version) ?? [];
		this.#requests.set(version, counts);
		increment(counts, at);
		if (isFailed) increment(this.#failed, at);
		this.#maxMs[at] = Math.max(this.#maxMs[at] ?? 0, responseMs);
	}

	addDropped(dueMs: number): void {
		increment(this.#dropped, this.#indexAt(dueMs));
	}

	read(): Series {
		const lists = [this.#failed, this.#dropped, this.#maxMs, ...this.#requests.values()];
		const length = Math.max(...lists.map(list => list.length));
		const whole = (list: readonly number[]): readonly number[] => Array.from({length}, (_, at) => list[at] ?? 0);
		return {
			intervalMs: this.#intervalMs,
			failed: whole(this.#failed),
			dropped: whole(this.#dropped),
			requests: [...this.#requests].map(([version, counts]) => ({version, counts: whole(counts)})),
			maxMs: whole(this.#maxMs).map(value => Math.round(value * 1000) / 1000),
		};
	}

	#indexAt(dueMs: number): number {
		while (dueMs >= this.#intervalMs * mostIntervals) {
			this.#intervalMs *= 2;
			for (const list of [this.#failed, this.#dropped, ...this.#requests.values()]) {
				halve(list, (one, other) => one + other);
			}

			halve(this.#maxMs, Math.max);
		}

		return Math.floor(dueMs / this.#intervalMs);
	}
}

function increment(list: number[], at: number): void {
	list[at] = (list[at] ?? 0) + 1;
}

/** Two and two become one. */
function halve(list: number[], join: (one: number, other: number) => number): void {
	const length = Math.ceil(list.length / 2);
	for (let at = 0; at < length; at++) list[at] = join(list[2 * at] ?? 0, list[2 * at + 1] ?? 0);
	list.length = length;
}
