/** Numbers in their order, which more are put into; a few microseconds each, up to some hundred thousand. */
export class SortedSample {
	readonly #sorted: number[];

	constructor(values: readonly number[] = []) {
		this.#sorted = values.toSorted((one, other) => one - other);
	}

	get size(): number {
		return this.#sorted.length;
	}

	add(value: number): void {
		this.#sorted.splice(this.countUpTo(value), 0, value);
	}

	/** The value that so many are before. */
	at(rank: number): number | undefined {
		return this.#sorted[rank];
	}

	countBelow(value: number): number {
		return this.#count(other => other < value);
	}

	countUpTo(value: number): number {
		return this.#count(other => other <= value);
	}

	#count(isBefore: (value: number) => boolean): number {
		let [from, to] = [0, this.#sorted.length];
		while (from < to) {
			const middle = (from + to) >> 1;
			if (isBefore(this.#sorted[middle] ?? 0)) from = middle + 1;
			else to = middle;
		}

		return from;
	}
}
