import {cut} from '../objects/cut.ts';
import type {FailureResult, LoadResult} from './result.ts';
import type {Sample, SampleTimes} from './sample.ts';

const mostFailures = 10;
/** Characters of an answer that are kept. */
const mostBody = 2000;
/** Different reasons that are counted apart; the rest together. */
const mostReasons = 50;

/** Keeps the first few failures with what was answered, and counts the reasons why there was no answer. */
export class FirstFailures {
	readonly #first: FailureResult[] = [];
	readonly #reasons = new Map<string, number>();

	add({version, status, failure = '', body}: Sample, {index, endMs}: SampleTimes): void {
		if (status === undefined) {
			const reason = this.#reasons.has(failure) || this.#reasons.size < mostReasons ? failure : 'other reasons';
			this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
		}

		if (this.#first.length === mostFailures) return;
		this.#first.push({
			index,
			atMs: Math.round(endMs * 1000) / 1000,
			version,
			...(status !== undefined && {status}),
			reason: failure,
			...(body !== undefined && {body: cut(body, mostBody)}),
		});
	}

	first(): readonly FailureResult[] {
		return [...this.#first];
	}

	/** The most frequent first. */
	unanswered(): LoadResult['unanswered'] {
		return [...this.#reasons]
			.map(([reason, count]) => ({reason, count}))
			.toSorted((one, other) => other.count - one.count);
	}
}
