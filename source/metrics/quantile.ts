/** How many were at most so much. */
export interface Bucket {
	readonly le: number;
	readonly count: number;
}

/**
 * Estimates a quantile of a histogram by linear interpolation within its bucket, as PromQL's `histogram_quantile` does: the first
 * bucket begins at 0, and what is above the last finite bound counts as that bound. Undefined without observations, and without
 * a bucket for all of them (`+Inf`).
 */
export function quantileOf(share: number, buckets: readonly Bucket[]): number | undefined {
	const sorted = buckets.toSorted((one, other) => one.le - other.le);
	const last = sorted.at(-1);
	if (last?.le !== Number.POSITIVE_INFINITY || sorted.length < 2) return undefined;
	// Rates of buckets that were scraped at different moments may fall a little where they should rise.
	let highest = 0;
	const rising = sorted.map(({le, count}) => ({le, count: (highest = Math.max(highest, count))}));
	if (highest === 0) return undefined;
	const rank = share * highest;
	const index = rising.findIndex(({count}) => count >= rank);
	const before = rising[index - 1] ?? {le: 0, count: 0};
	const found = rising[index];
	if (!found || found.le === Number.POSITIVE_INFINITY) return before.le;
	if (found.count === before.count) return found.le;
	return before.le + ((found.le - before.le) * (rank - before.count)) / (found.count - before.count);
}
