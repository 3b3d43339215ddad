import {Int32Histogram} from 'hdr-histogram-js';
import type {Buckets, Percentiles} from './result.ts';

/** Of a bucket that is shown: eight to each doubling. */
const bucketsPerDoubling = 8;

const lowestMicroseconds = 1;
/** A second at first; it grows by itself. */
const highestMicroseconds = 2 ** 20;
const digits = 3;

/** Times in milliseconds, by their histogram: some 50 KB, however many there are. Recorded in microseconds, to three digits. */
export class Distribution {
	// Of the library's kinds the one that starts at once: its WebAssembly takes longer to start than it ever saves here.
	readonly #histogram = new Int32Histogram(lowestMicroseconds, highestMicroseconds, digits);

	constructor() {
		this.#histogram.autoResize = true;
	}

	get count(): number {
		return this.#histogram.totalCount;
	}

	add(milliseconds: number): void {
		this.#histogram.recordValue(Math.max(Math.round(milliseconds * 1000), 0));
	}

	/** Undefined without a time. */
	percentiles(): Percentiles | undefined {
		if (this.count === 0) return undefined;
		const {maxValue} = this.#histogram;
		const at = (percent: number): number => Math.min(this.#histogram.getValueAtPercentile(percent), maxValue) / 1000;
		return {
			p50Ms: at(50),
			p90Ms: at(90),
			p95Ms: at(95),
			p99Ms: at(99),
			p999Ms: at(99.9),
			maxMs: maxValue / 1000,
			meanMs: Math.round(this.#histogram.mean) / 1000,
		};
	}

	buckets(): Buckets {
		const counts = new Map<number, number>();
		const recorded = this.#histogram.recordedValuesIterator;
		recorded.reset();
		while (recorded.hasNext()) {
			const {countAddedInThisIterationStep, valueIteratedTo} = recorded.next();
			const step = Math.ceil(bucketsPerDoubling * Math.log2(Math.max(valueIteratedTo, 1)));
			counts.set(step, (counts.get(step) ?? 0) + countAddedInThisIterationStep);
		}

		return [...counts].map(([step, count]) => ({
			upToMs: Math.round(2 ** (step / bucketsPerDoubling)) / 1000,
			count,
		}));
	}
}
