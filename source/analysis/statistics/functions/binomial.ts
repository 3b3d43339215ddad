import {logIncompleteBeta} from './incomplete-beta.ts';

/** P(X ≤ k) of n trials that succeed with probability p. */
export function binomialLowerTail(k: number, n: number, p: number): number {
	if (k < 0) return 0;
	return k >= n ? 1 : Math.exp(logIncompleteBeta(1 - p, n - k, k + 1));
}

/** P(X ≥ k) of n trials that succeed with probability p. */
export function binomialUpperTail(k: number, n: number, p: number): number {
	if (k > n) return 0;
	return k <= 0 ? 1 : Math.exp(logIncompleteBeta(p, k, n - k + 1));
}
