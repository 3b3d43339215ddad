/** Random choices that a seed repeats. */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** An integer from 0 up to, but not including, the limit. */
	below(limit: number): number {
		// Mulberry32: small, quick and even enough for choosing test cases.
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
	}

	/** True once in so many times. */
	oneIn(times: number): boolean {
		return this.below(times) === 0;
	}

	pick<T>(choices: readonly T[]): T {
		const choice = choices[this.below(choices.length)];
		if (choice === undefined) throw new Error('There is nothing to choose from.');
		return choice;
	}

	/** A list of 0 to `most` made items. */
	list<T>(most: number, make: (index: number) => T): readonly T[] {
		return Array.from({length: this.below(most + 1)}, (_, index) => make(index));
	}
}
