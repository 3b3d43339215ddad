/** When the tokens of a streamed answer came. */
export interface TokenTimes {
	/** From the request to the first event that brought something of the model's, in milliseconds. */
	readonly firstMs: number;
	/** Between one such event and the next, in milliseconds. */
	readonly gapsMs: readonly number[];
	/** By the server's own count, else by events that brought something. */
	readonly tokens: number;
	/** (end − first) / (tokens − 1), in milliseconds; undefined of a single token. */
	readonly perTokenMs: number | undefined;
}

/** Notes when the tokens of one answer come. Times are milliseconds from the request, none before an earlier one. */
export class TokenClock {
	readonly #gaps: number[] = [];
	#first: number | undefined;
	#last = 0;

	/** An event brought something of the model's. */
	note(atMs: number): void {
		if (this.#first === undefined) this.#first = atMs;
		else this.#gaps.push(atMs - this.#last);
		this.#last = atMs;
	}

	/** Of an answer that is over; undefined of one that brought nothing. The end is that of the last event with something. */
	times(counted: number | undefined): TokenTimes | undefined {
		if (this.#first === undefined) return undefined;
		const tokens = counted ?? this.#gaps.length + 1;
		const perTokenMs = tokens > 1 ? (this.#last - this.#first) / (tokens - 1) : undefined;
		return {firstMs: this.#first, gapsMs: this.#gaps, tokens, perTokenMs};
	}
}
