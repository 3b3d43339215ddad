/** ln of the mean of numbers whose logarithms are given; they may be larger or smaller than a double. */
export function logMean(logarithms: readonly number[]): number {
	const largest = logarithms.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
	if (!Number.isFinite(largest)) return largest;
	let sum = 0;
	for (const logarithm of logarithms) sum += Math.exp(logarithm - largest);
	return largest + Math.log(sum / logarithms.length);
}
