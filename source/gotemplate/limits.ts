/** How much an execution may use, so that a hostile template ends soon. */
export interface Limits {
	/**
	 * Work: one step for each statement, loop turn and function call, and one for each 64 characters that a function reads or makes.
	 * @default 100_000
	 */
	readonly steps?: number;
	/**
	 * Templates, blocks and parentheses inside each other.
	 * @default 500
	 */
	readonly depth?: number;
	/**
	 * Characters of the output, and of any text made on the way.
	 * @default 1_048_576
	 */
	readonly output?: number;
}

export const defaultLimits: Required<Limits> = {steps: 100_000, depth: 500, output: 1_048_576};

/** A bound was reached; the message says which. */
export class LimitError extends Error {}
