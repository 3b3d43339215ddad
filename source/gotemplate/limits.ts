/** How much parsing and executing templates may use, so that a hostile one ends soon. */
export interface Limits {
	/**
	 * Work: two steps for each token, one for each statement, loop turn, function call, argument and verb, and one for each 8
	 * characters that a function reads or makes: what a step takes differs, but none takes more than about half a microsecond.
	 * @default 100_000
	 */
	readonly steps?: number;
	/**
	 * Templates, blocks and parentheses inside each other.
	 * @default 500
	 */
	readonly depth?: number;
	/**
	 * Characters of all output together, and of any text made on the way.
	 * @default 1_048_576
	 */
	readonly output?: number;
}

const defaultLimits: Required<Limits> = {steps: 100_000, depth: 500, output: 1_048_576};

/** A bound was reached; the message says which. */
export class LimitError extends Error {}

/** Whether a bound was reached: the error is a LimitError, or was caused by one. */
export function isOverLimit(error: unknown): boolean {
	return error instanceof LimitError || (error instanceof Error && isOverLimit(error.cause));
}

/**
 * What everything that shares it may use together, and has used. It counts the same for the same input, on every machine and in
 * every run: whoever is refused is refused always.
 */
export class Budget {
	readonly limits: Required<Limits>;
	#steps = 0;
	#output = 0;

	constructor(limits: Limits = {}) {
		this.limits = {...defaultLimits, ...limits};
	}

	/** The steps taken so far. */
	get steps(): number {
		return this.#steps;
	}

	/** Whether steps or output are used up, so that nothing more can be done with it. */
	get isSpent(): boolean {
		return this.#steps > this.limits.steps || this.#output > this.limits.output;
	}

	/** Throws LimitError when fewer steps are left. */
	spend(steps: number): void {
		this.#steps += steps;
		if (this.#steps > this.limits.steps) throw new LimitError(`exceeded ${this.limits.steps} steps`);
	}

	/** The steps for a text that a function reads or makes. */
	spendOnText(length: number): void {
		this.spend(length >> 3);
	}

	/** Characters that go into the output. */
	write(length: number): void {
		this.spend(length >> 6);
		this.#output += length;
		if (this.#output > this.limits.output) throw this.#tooLong();
	}

	/** Throws LimitError for a text longer than any may be. */
	checkLength(length: number): void {
		if (length > this.limits.output) throw this.#tooLong();
	}

	#tooLong(): LimitError {
		return new LimitError(`output exceeds ${this.limits.output} characters`);
	}
}
