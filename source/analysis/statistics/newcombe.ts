import {wilsonInterval, type Interval, type Share} from './interval.ts';
import type {PairCounts} from './pairs.ts';

/**
 * Newcombe's interval for the difference of two independent shares, one − other, made of Wilson's intervals of both (method
 * 10 of R. G. Newcombe, Statistics in Medicine 17:873, 1998).
 *
 * @param alpha how often it may miss the true difference, both sides together
 *
 * Not for pairs (`pairedDifference`), nor for looking again and again.
 */
export function differenceOfShares(one: Share, other: Share, alpha: number): Interval {
	return combine(one, other, 0, alpha);
}

/**
 * Newcombe's interval for the difference of two shares of the same cases: of pairs in which the candidate is better less of
 * those in which it is worse (method 10 of R. G. Newcombe, Statistics in Medicine 17:2635, 1998).
 *
 * @param alpha how often it may miss the true difference, both sides together
 *
 * For a number of pairs that was fixed before; `pairedSequence` holds at every look.
 */
export function pairedDifference(pairs: PairCounts, alpha: number): Interval {
	const {bothGood, bothBad, better, worse} = pairs;
	const trials = bothGood + bothBad + better + worse;
	const candidate = {count: bothGood + better, trials};
	const primary = {count: bothGood + worse, trials};
	return combine(candidate, primary, correlation(pairs, trials), alpha);
}

/** φ of the table of pairs, with Newcombe's continuity correction where it is positive; 0 where a margin is empty. */
function correlation({bothGood, bothBad, better, worse}: PairCounts, trials: number): number {
	const margins = (bothGood + better) * (worse + bothBad) * (bothGood + worse) * (better + bothBad);
	if (margins === 0) return 0;
	const covariance = bothGood * bothBad - better * worse;
	return (covariance > 0 ? Math.max(covariance - trials / 2, 0) : covariance) / Math.sqrt(margins);
}

function combine(one: Share, other: Share, correlation: number, alpha: number): Interval {
	if (one.trials === 0 || other.trials === 0) return {lower: -1, upper: 1};
	const [p, q] = [one.count / one.trials, other.count / other.trials];
	const [ofOne, ofOther] = [wilsonInterval(one, alpha), wilsonInterval(other, alpha)];
	const reach = (a: number, b: number): number => Math.sqrt(a * a - 2 * correlation * a * b + b * b);
	return {
		lower: p - q - reach(p - ofOne.lower, ofOther.upper - q),
		upper: p - q + reach(ofOne.upper - p, q - ofOther.lower),
	};
}
