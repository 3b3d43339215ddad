import {chiSquareTail} from './functions/gamma.ts';

/** How far one histogram is from another. */
export interface StabilityIndex {
	readonly index: number;
	/** How often chance alone makes an index as large with so many counts. */
	readonly pValue: number;
}

/**
 * The population stability index Σ (p − q) ln(p ÷ q) of two histograms over the same bins. Half a count is added to each bin,
 * so that an empty one does not make it infinite. The usual limits, 0.1 and 0.25, know nothing of how much was counted: by
 * chance alone index ÷ (1/n + 1/m) follows χ² with a degree of freedom less than there are bins (B. Yurdakul, Western
 * Michigan University, 2018), which gives the p-value. Bins that are empty in both are left out.
 *
 * Not for bins that were laid by the counts of one of both, nor for some counts in all: with an expectation below about 5 in
 * a bin the p-value is too small.
 */
export function stabilityIndex(one: readonly number[], other: readonly number[]): StabilityIndex {
	const bins = one.map((count, bin) => [count, other[bin] ?? 0] as const).filter(([a, b]) => a + b > 0);
	const n = bins.reduce((sum, [count]) => sum + count, 0);
	const m = bins.reduce((sum, [, count]) => sum + count, 0);
	if (n === 0 || m === 0 || bins.length < 2) return {index: 0, pValue: 1};
	let index = 0;
	for (const [a, b] of bins) {
		const p = (a + 0.5) / (n + bins.length / 2);
		const q = (b + 0.5) / (m + bins.length / 2);
		index += (p - q) * Math.log(p / q);
	}

	return {index, pValue: chiSquareTail(index / (1 / n + 1 / m), bins.length - 1)};
}
