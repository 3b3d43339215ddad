import {binomialLowerTail} from './functions/binomial.ts';

/** The same cases given to both versions, by which of the two did well. */
export interface PairCounts {
	readonly bothGood: number;
	readonly bothBad: number;
	/** The candidate alone did well. */
	readonly better: number;
	/** The primary alone did well. */
	readonly worse: number;
}

export const noPairs: PairCounts = {bothGood: 0, bothBad: 0, better: 0, worse: 0};

export function pairsIn({bothGood, bothBad, better, worse}: PairCounts): number {
	return bothGood + bothBad + better + worse;
}

/**
 * McNemar's exact test: how often a split of the pairs that differ would be at least as uneven if both versions were equally
 * good, min(1, 2 P(Bin(b + c, ½) ≤ min(b, c))) (Q. McNemar, Psychometrika 12, 1947).
 *
 * For a number of pairs that was fixed before. Never a verdict alone: with enough pairs a difference that matters to nobody
 * is significant, with few none is.
 */
export function mcnemarTest({better, worse}: Pick<PairCounts, 'better' | 'worse'>): number {
	return Math.min(1, 2 * binomialLowerTail(Math.min(better, worse), better + worse, 0.5));
}
