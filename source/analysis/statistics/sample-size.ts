import {binomialUpperTail} from './functions/binomial.ts';
import {logGamma} from './functions/gamma.ts';

/** What is to be found out about two error rates. */
export interface RatioPlan {
	/** Of the primary, for each request. */
	readonly errorRate: number;
	/** The candidate's rate ÷ the primary's. */
	readonly ratio: number;
	/** The candidate's part of the requests. */
	readonly share: number;
	readonly alpha: number;
	readonly power: number;
}

/**
 * How many requests, of both versions together, the exact conditional test needs to find the candidate's rate larger: of S
 * errors as many are the candidate's as a binomial with θ = share allows with probability α (J. Przyborowski & H. Wilenski,
 * Biometrika 31, 1940). The power is the mean over S, which is Poisson's.
 *
 * Infinite for a ratio that is no larger than 1. For one look, at the end. `worseTest` may be looked at all the time, and
 * finds most after about as many.
 */
export function requestsForExactTest({errorRate, ratio, share, alpha, power: wanted}: RatioPlan): number {
	if (ratio <= 1) return Number.POSITIVE_INFINITY;
	const errorsPerRequest = errorRate * (share * ratio + 1 - share);
	const theta = (share * ratio) / (share * ratio + 1 - share);
	const hasPower = (requests: number): boolean => {
		const expected = requests * errorsPerRequest;
		const reach = 8 * Math.sqrt(expected) + 8;
		let power = 0;
		for (let errors = Math.max(1, Math.floor(expected - reach)), critical = 0; errors <= expected + reach; errors++) {
			while (isAllowed(critical, errors)) critical++;
			const probability = Math.exp(errors * Math.log(expected) - expected - logGamma(errors + 1));
			power += probability * binomialUpperTail(critical, errors, theta);
		}

		return power >= wanted;
	};
	/** Chance alone makes so many, but for rounding. */
	const isAllowed = (count: number, errors: number): boolean =>
		count <= errors * share || binomialUpperTail(count, errors, share) > alpha * (1 + 1e-12);
	return leastNumber(hasPower);
}

/** The least whole number for which a condition holds that holds for all larger ones; infinite if it is not below 10¹². */
export function leastNumber(condition: (n: number) => boolean): number {
	if (condition(0)) return 0;
	let to = 1;
	while (!condition(to)) {
		to *= 2;
		if (to > 1e12) return Number.POSITIVE_INFINITY;
	}

	let from = to / 2;
	while (to - from > 1) {
		const middle = Math.floor((from + to) / 2);
		if (condition(middle)) to = middle;
		else from = middle;
	}

	return to;
}
