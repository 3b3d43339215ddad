/** The largest distance of two distributions, and how often chance alone makes one as large. */
export interface KolmogorovSmirnov {
	/** sup |F − G|, between 0 and 1. */
	readonly distance: number;
	readonly pValue: number;
}

/** Up to so many cells of the lattice the p-value is exact, which takes some 10 ms. */
const exactUpTo = 1_000_000;

/**
 * The two-sample Kolmogorov–Smirnov test. Its p-value is exact for samples whose sizes have a product of up to a million: of
 * all ways to mix them, those that reach the distance (J. L. Hodges, Arkiv för Matematik 3, 1958). Beyond, it is Kolmogorov's
 * limit. It errs on the careful side when values repeat.
 *
 * Not for values that depend on each other, not for looking again and again; and a large p-value is no proof that nothing
 * drifts.
 */
export function kolmogorovSmirnov(one: readonly number[], other: readonly number[]): KolmogorovSmirnov {
	const [n, m] = [one.length, other.length];
	if (n === 0 || m === 0) return {distance: 0, pValue: 1};
	const steps = largestStep(one.toSorted(ascending), other.toSorted(ascending));
	const distance = steps / (n * m);
	const pValue = n * m <= exactUpTo ? exactTail(n, m, steps) : limitTail(distance * Math.sqrt((n * m) / (n + m)));
	return {distance, pValue};
}

function ascending(one: number, other: number): number {
	return one - other;
}

/** max |i m − j n| over the values, i and j the ranks in both samples: the distance without its rounding. */
function largestStep(one: readonly number[], other: readonly number[]): number {
	const [n, m] = [one.length, other.length];
	let largest = 0;
	for (let i = 0, j = 0; i < n && j < m;) {
		const value = Math.min(one[i] ?? 0, other[j] ?? 0);
		while (i < n && one[i] === value) i++;
		while (j < m && other[j] === value) j++;
		largest = Math.max(largest, Math.abs(i * m - j * n));
	}

	return largest;
}

/**
 * The probability that a random path from (0, 0) to (n, m) leaves |i m − j n| < steps. Such a path comes to (i, j) from the
 * left with probability i ÷ (i + j), so that each cell is the mean of two neighbours, and only positive numbers are added.
 */
function exactTail(n: number, m: number, steps: number): number {
	const column = new Float64Array(m + 1);
	for (let i = 0; i <= n; i++) {
		for (let j = 0; j <= m; j++) {
			const [left, below] = [column[j] ?? 0, column[j - 1] ?? 0];
			if (Math.abs(i * m - j * n) >= steps) column[j] = 1;
			else if (i + j > 0) column[j] = (i * left + j * below) / (i + j);
		}
	}

	return column[m] ?? 1;
}

/** P(K ≥ t) of Kolmogorov's distribution, by the one of its two series that converges at once. */
function limitTail(t: number): number {
	if (t === 0) return 1;
	let sum = 0;
	if (t > 1) {
		for (let k = 1; k <= 20; k++) sum += (k % 2 === 0 ? -2 : 2) * Math.exp(-2 * k * k * t * t);
		return sum;
	}

	for (let k = 1; k <= 39; k += 2) sum += Math.exp((-k * k * Math.PI * Math.PI) / (8 * t * t));
	return 1 - (Math.sqrt(2 * Math.PI) / t) * sum;
}
