/** Random numbers that a seed repeats (sfc32, C. Doty-Humphrey). */
export class Chance {
	#a: number;
	#b = 0x9e3779b9;
	#c = 0x243f6a88;
	#counter = 1;

	constructor(seed: number) {
		this.#a = seed | 0;
		for (let n = 0; n < 15; n++) this.next();
	}

	/** At least 0, below 1. */
	next(): number {
		const sum = (this.#a + this.#b + this.#counter++) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
		return (sum >>> 0) / 2 ** 32;
	}

	/** How many of n trials succeed: by the sum of the probabilities, in parts whose first one is no 0. */
	binomial(n: number, p: number): number {
		if (p > 0.5) return n - this.binomial(n, 1 - p);
		const none = n * Math.log1p(-p);
		if (none < -600) return this.binomial(n >> 1, p) + this.binomial(n - (n >> 1), p);
		let probability = Math.exp(none);
		let left = this.next() - probability;
		let count = 0;
		while (left >= 0 && count < n) {
			probability *= ((n - count) / (count + 1)) * (p / (1 - p));
			left -= probability;
			count++;
		}

		return count;
	}

	/** Of at least 1, with this mean. */
	geometric(mean: number): number {
		return 1 + (mean === 1 ? 0 : Math.floor(Math.log(1 - this.next()) / Math.log1p(-1 / mean)));
	}

	normal(): number {
		return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
	}
}
