import {logMean} from './functions/log-mean.ts';
import {boundary} from './functions/search.ts';
import type {Interval} from './interval.ts';
import type {PairCounts} from './pairs.ts';

/** Of all that one could lose with a bet, the shares that are staked, each with the same part of the capital. */
const stakes = Array.from({length: 20}, (_, n) => (n + 1) / 21);

/**
 * ln of the e-value that the candidate is better than the primary by more than `difference` in the mean, −1 < difference < 1:
 * −0.01 for “no worse by a percentage point”, 0 for “better”. Each pair's difference, −1, 0 or 1, is scaled to x of 0, ½, 1,
 * the hypothesis to m = (1 + difference) ÷ 2; the capital of a bet λ grows by 1 + λ(x − m), which can only lose on average
 * while the mean is m or less. The mean of bets λ = j/21m is what `logEvidence…` returns: it ever reaches ln(1/α) with
 * probability α at most, however often one looks (I. Waudby-Smith & A. Ramdas, JRSS B 86, 2024, grid Kelly).
 *
 * Depends on the counts alone, so that a look costs a microsecond. Pairs must come in random order. For a number that was
 * fixed before, `mcnemarTest` and `pairedDifference` need fewer.
 */
export function logEvidenceBetter({bothGood, bothBad, better, worse}: PairCounts, difference: number): number {
	const mean = (1 + difference) / 2;
	return logMean(
		stakes.map(
			stake =>
				better * Math.log1p((stake * (1 - mean)) / mean) +
				(bothGood + bothBad) * Math.log1p((stake * (0.5 - mean)) / mean) +
				worse * Math.log1p(-stake),
		),
	);
}

/** ln of the e-value that the candidate is worse than the primary, by more than −difference. */
export function logEvidenceWorse(pairs: PairCounts, difference: number): number {
	return logEvidenceBetter({...pairs, better: pairs.worse, worse: pairs.better}, -difference);
}

/**
 * The mean differences (candidate less primary) that neither test excludes at α/2: a confidence sequence, which holds the
 * true one at every look at once with probability 1 − α.
 */
export function pairedSequence(pairs: PairCounts, alpha: number): Interval {
	const enough = Math.log(2 / alpha);
	return {
		lower: boundary(1, -1, difference => logEvidenceBetter(pairs, difference) < enough),
		upper: boundary(-1, 1, difference => logEvidenceWorse(pairs, difference) < enough),
	};
}
