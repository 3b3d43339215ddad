import {logBeta} from './gamma.ts';

/**
 * ln I_x(a, b), the logarithm of the regularised incomplete beta function: the share of Beta(a, b) below x. A logarithm,
 * because what counts as evidence is often far below the smallest number there is.
 */
export function logIncompleteBeta(x: number, a: number, b: number): number {
	if (x <= 0) return Number.NEGATIVE_INFINITY;
	if (x >= 1) return 0;
	return x < (a + 1) / (a + b + 2) ? logFraction(x, a, b) : Math.log(-Math.expm1(logFraction(1 - x, b, a)));
}

/**
 * By the continued fraction of DLMF 8.17.22, which converges quickly for x below the mean of Beta(a, b); Lentz's way to
 * evaluate it.
 */
function logFraction(x: number, a: number, b: number): number {
	let fraction = 1;
	let c = 1;
	let d = 0;
	for (let n = 1, step = 0; Math.abs(step - 1) > 1e-15 && n < 100_000; n++) {
		const m = n >> 1;
		const numerator =
			n % 2 === 0
				? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
				: (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / (1 + numerator * d);
		c = 1 + numerator / c;
		step = c * d;
		fraction *= step;
	}

	return a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) - logBeta(a, b) - Math.log(fraction);
}
