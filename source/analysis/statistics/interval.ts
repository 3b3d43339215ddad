import {binomialLowerTail, binomialUpperTail} from './functions/binomial.ts';
import {normalQuantile} from './functions/normal.ts';
import {boundary} from './functions/search.ts';

/** From `lower` to `upper`, ends included. */
export interface Interval {
	readonly lower: number;
	readonly upper: number;
}

/** So many of the trials. */
export interface Share {
	readonly count: number;
	readonly trials: number;
}

/**
 * Wilson's interval for a share, p̂ = count ÷ trials and z the normal's quantile of α/2: (p̂ + z²/2n ± z √(p̂(1 − p̂)/n +
 * z²/4n²)) ÷ (1 + z²/n) (E. B. Wilson, JASA 22, 1927).
 *
 * @param alpha how often it may miss the true share, both sides together
 *
 * Not for verdicts: near 0 and 1, and of few trials, it misses more often than alpha says, on one side most of all
 * (`exactInterval` never does). Not for looking again and again until it suits: `rateSequence` holds then. Not for trials that
 * depend on each other.
 */
export function wilsonInterval({count, trials}: Share, alpha: number): Interval {
	if (trials === 0) return {lower: 0, upper: 1};
	const z = normalQuantile(alpha / 2);
	const share = count / trials;
	const correction = (z * z) / trials;
	const middle = share + correction / 2;
	const reach = z * Math.sqrt((share * (1 - share)) / trials + correction / (4 * trials));
	return {
		lower: count === 0 ? 0 : (middle - reach) / (1 + correction),
		upper: count === trials ? 1 : (middle + reach) / (1 + correction),
	};
}

/**
 * The exact interval for a share: all shares p with P(Bin(n, p) ≥ count) > α/2 and P(Bin(n, p) ≤ count) > α/2 (C. J. Clopper
 * and E. S. Pearson, Biometrika 26, 1934). Each end misses with at most α/2, whatever the share and however few the trials.
 *
 * @param alpha how often it may miss the true share, both sides together
 *
 * Wider than `wilsonInterval`. Not for looking again and again, nor for trials that depend on each other, as that.
 */
export function exactInterval({count, trials}: Share, alpha: number): Interval {
	if (trials === 0) return {lower: 0, upper: 1};
	const share = count / trials;
	const [isTooLow, isTooHigh] = [
		(p: number): boolean => binomialUpperTail(count, trials, p) <= alpha / 2,
		(p: number): boolean => binomialLowerTail(count, trials, p) <= alpha / 2,
	];
	return {
		lower: count === 0 ? 0 : boundary(0, share, isTooLow),
		upper: count === trials ? 1 : boundary(1, share, isTooHigh),
	};
}
