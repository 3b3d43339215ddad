/**
 * What Stirling's formula leaves of ln Γ(x), for x of 8 or more: the series of Bernoulli numbers (Abramowitz & Stegun
 * 6.1.41).
 */
function stirlingRest(x: number): number {
	const y = 1 / (x * x);
	return (
		(1 / 12 + y * (-1 / 360 + y * (1 / 1260 + y * (-1 / 1680 + y * (1 / 1188 + y * (-691 / 360_360 + y / 156)))))) / x
	);
}

/** ln Γ(x) for x above 0; exact to about 14 digits. */
export function logGamma(x: number): number {
	let factor = 1;
	let shifted = x;
	while (shifted < 8) factor *= shifted++;
	return (
		(shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + stirlingRest(shifted) - Math.log(factor)
	);
}

/**
 * ln B(a, b) for positive a and b. What is large in Γ(a + b) ÷ Γ(b) cancels before it is added, so that millions of counts
 * cost no digits.
 */
export function logBeta(a: number, b: number): number {
	const [small, large] = a < b ? [a, b] : [b, a];
	if (large < 8) return logGamma(small) + logGamma(large) - logGamma(small + large);
	const sum = small + large;
	const fallen = (large - 0.5) * Math.log1p(small / large) + small * Math.log(sum) - small;
	return logGamma(small) - fallen + stirlingRest(large) - stirlingRest(sum);
}

/**
 * Q(a, x) = Γ(a, x) ÷ Γ(a), the upper tail of the gamma distribution: a series below a + 1, a continued fraction above
 * (Abramowitz & Stegun 6.5.29, 6.5.31). For a up to some thousands.
 */
export function gammaTail(a: number, x: number): number {
	if (x <= 0) return 1;
	const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
	return x < a + 1 ? 1 - scale * gammaSeries(a, x) : scale / gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
	let term = 1 / a;
	let sum = term;
	for (let n = 1; term > sum * Number.EPSILON; n++) {
		term *= x / (a + n);
		sum += term;
	}

	return sum;
}

/**
 * x + 1 − a − 1·(1 − a)/(x + 3 − a − 2·(2 − a)/(…)), from the inside out: so many levels that the rest is below the last
 * digit.
 */
function gammaFraction(a: number, x: number): number {
	let value = 0;
	for (let n = Math.ceil(60 + 400 / x + 8 * Math.sqrt(a)); n > 0; n--)
		value = (n * (n - a)) / (x + 2 * n + 1 - a - value);
	return x + 1 - a - value;
}

/** P(X ≥ x) of the χ² distribution. */
export function chiSquareTail(x: number, degreesOfFreedom: number): number {
	return gammaTail(degreesOfFreedom / 2, x / 2);
}
