import type {TokenTimes} from '../inference/protocols/token-times.ts';
import {Distribution} from './distribution.ts';
import type {AnsweredRow, Percentiles, TokenResult} from './result.ts';
import type {SampleTimes} from './sample.ts';

/** What one version answered with one status. */
export class AnsweredGroup {
	readonly version: string | undefined;
	readonly status: number;
	readonly #response = new Distribution();
	readonly #service = new Distribution();
	#tokens: TokenGroup | undefined;

	constructor(version: string | undefined, status: number) {
		this.version = version;
		this.status = status;
	}

	add(tokens: TokenTimes | undefined, {intendedMs, startMs, endMs}: SampleTimes): void {
		this.#response.add(endMs - intendedMs);
		this.#service.add(endMs - startMs);
		if (!tokens) return;
		this.#tokens ??= new TokenGroup();
		this.#tokens.add(tokens);
	}

	read(elapsedMs: number): AnsweredRow {
		return {
			version: this.version,
			status: this.status,
			count: this.#response.count,
			...(this.#response.percentiles() ?? none),
			service: this.#service.percentiles() ?? none,
			...(this.#tokens && {tokens: this.#tokens.read(elapsedMs)}),
		};
	}
}

/** Of a group there is at least one; the types do not know. */
const none: Percentiles = {p50Ms: 0, p90Ms: 0, p95Ms: 0, p99Ms: 0, p999Ms: 0, maxMs: 0, meanMs: 0};

class TokenGroup {
	readonly #first = new Distribution();
	readonly #perToken = new Distribution();
	readonly #gaps = new Distribution();
	#tokens = 0;

	add({firstMs, perTokenMs, gapsMs, tokens}: TokenTimes): void {
		this.#first.add(firstMs);
		if (perTokenMs !== undefined) this.#perToken.add(perTokenMs);
		for (const gap of gapsMs) this.#gaps.add(gap);
		this.#tokens += tokens;
	}

	read(elapsedMs: number): TokenResult {
		return {
			answers: this.#first.count,
			tokens: this.#tokens,
			tokensPerSecond: Math.round((1e6 * this.#tokens) / Math.max(elapsedMs, 1)) / 1000,
			first: this.#first.percentiles() ?? none,
			perToken: this.#perToken.percentiles(),
			gaps: this.#gaps.percentiles(),
		};
	}
}
