import {logMixtureAbove, logMixtureBelow, type BetaPrior} from './functions/beta-mixture.ts';
import type {Interval} from './interval.ts';
import type {SortedSample} from './sorted-sample.ts';

/** The prior lies around the quantile as closely as some 1,000 values tell at 5 %. */
function priorAt(quantile: number): BetaPrior {
	const concentration = 160;
	return {a: concentration * quantile, b: concentration * (1 - quantile)};
}

/**
 * Values between which the quantile lies at every look at once with probability 1 − α: those that neither “fewer than this
 * share are up to x” nor “more are below x” excludes (S. Howard & A. Ramdas, Bernoulli 28, 2022, theorem 1 with the
 * beta-binomial boundary, one-sided twice). An end that nothing is known of is infinite. Costs some 50 µs.
 *
 * @param quantile 0.95 for p95
 *
 * For raw values. Of the counts of a histogram's buckets, ask how many are above a limit: `logEvidenceBelow`.
 */
export function quantileSequence(sample: SortedSample, quantile: number, alpha: number): Interval {
	const enough = Math.log(2 / alpha);
	const {size} = sample;
	const prior = priorAt(quantile);
	const tooFew = leastCount(size, k => logMixtureBelow(k, size, quantile, prior) < enough) - 1;
	const tooMany = leastCount(size, k => k > size || logMixtureAbove(k, size, quantile, prior) >= enough);
	return {
		lower: tooFew < 0 ? Number.NEGATIVE_INFINITY : (sample.at(tooFew) ?? Number.POSITIVE_INFINITY),
		upper: sample.at(tooMany - 1) ?? Number.POSITIVE_INFINITY,
	};
}

/** The least of 0 … size + 1 for which a condition holds that holds for all larger ones. */
function leastCount(size: number, condition: (count: number) => boolean): number {
	let [from, to] = [0, size + 1];
	while (from < to) {
		const middle = (from + to) >> 1;
		if (condition(middle)) to = middle;
		else from = middle + 1;
	}

	return from;
}

/**
 * ln of the e-value that this quantile of `one` is more than `factor` times that of `other`: 1.1 for “more than a tenth
 * slower”, and with the samples exchanged 1 ÷ 1.1 for “not a tenth slower”. It ever reaches ln(1/α) with probability α at
 * most if it is not so, however often one looks. For if it is not, there is an x up to which the quantile's share or more of
 * `one` lie (divided by the factor), and below which its share or fewer of `other`; the product of the evidence against both
 * is an e-value, and the least such product over all x is no larger (S. Howard & A. Ramdas, Bernoulli 28, 2022, theorem 5,
 * one-sided). Costs some 100 µs.
 *
 * For raw values, positive ones if the factor is not 1. Pairs that go together only make it more careful. Not for values that
 * depend on those before them, as latencies do while a queue drains: space the requests.
 */
export function logEvidenceGreater(one: SortedSample, other: SortedSample, quantile: number, factor = 1): number {
	const prior = priorAt(quantile);
	const valueAt = (index: number): number => (index < 0 ? Number.NEGATIVE_INFINITY : (one.at(index) ?? 0));
	/** Falls with x. The least product lies where a value of `one` does, or before all. */
	const ofOne = (index: number): number => logMixtureBelow(one.countUpTo(valueAt(index)), one.size, quantile, prior);
	/** Rises with x. */
	const ofOther = (index: number): number =>
		logMixtureAbove(other.countBelow(valueAt(index) / factor), other.size, quantile, prior);
	return leastSum(ofOne, ofOther, -1, one.size - 1);
}

/** The least sum of a falling and a rising function; parts whose ends say that they cannot hold it are not looked into. */
function leastSum(falling: (x: number) => number, rising: (x: number) => number, from: number, to: number): number {
	let least = falling(to) + rising(to);
	const look = (start: number, startRising: number, end: number, endFalling: number): void => {
		if (end - start < 2 || startRising + endFalling >= least) return;
		const middle = (start + end) >> 1;
		const [middleFalling, middleRising] = [falling(middle), rising(middle)];
		least = Math.min(least, middleFalling + middleRising);
		look(start, startRising, middle, middleFalling);
		look(middle, middleRising, end, endFalling);
	};
	const first = rising(from);
	least = Math.min(least, falling(from) + first);
	look(from, first, to, falling(to));
	return least;
}
