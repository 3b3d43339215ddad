import {logBeta} from './gamma.ts';
import {logIncompleteBeta} from './incomplete-beta.ts';

/** Beta(a, b), from which the alternatives are drawn. */
export interface BetaPrior {
	readonly a: number;
	readonly b: number;
}

/**
 * ln of the e-value against “each trial succeeds with probability p or more”: the likelihood of k successes in n trials,
 * averaged over the part of the prior below p, over that at p, ∫ qᵏ(1 − q)ⁿ⁻ᵏ π(dq) ÷ pᵏ(1 − p)ⁿ⁻ᵏ. Its expectation is at
 * most 1 at each moment as long as the hypothesis holds, so that it ever reaches 1/α with probability α at most (H. Robbins,
 * Annals of Mathematical Statistics 41, 1970; S. Howard et al., Annals of Statistics 49, 2021, the one-sided beta-binomial
 * mixture).
 */
export function logMixtureBelow(k: number, n: number, p: number, {a, b}: BetaPrior): number {
	return (
		logIncompleteBeta(p, a + k, b + n - k) +
		logBeta(a + k, b + n - k) -
		logIncompleteBeta(p, a, b) -
		logBeta(a, b) -
		k * Math.log(p) -
		(n - k) * Math.log1p(-p)
	);
}

/** The same against “with probability p or less”. */
export function logMixtureAbove(k: number, n: number, p: number, {a, b}: BetaPrior): number {
	return logMixtureBelow(n - k, n, 1 - p, {a: b, b: a});
}
