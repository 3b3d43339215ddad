import {normalQuantile} from './functions/normal.ts';

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
 * Not for looking again and again until it suits: `rateSequence` holds then. Not for trials that depend on each other.
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
