/** Latencies in milliseconds. */
export interface Summary {
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly max: number;
	/** How many were infinite. */
	readonly lost: number;
}

/** Lost ones count as the slowest. */
export function summarise(latencies: readonly number[]): Summary {
	const sorted = latencies.toSorted((a, b) => a - b);
	return {
		p50: quantile(sorted, 0.5),
		p95: quantile(sorted, 0.95),
		p99: quantile(sorted, 0.99),
		max: quantile(sorted, 1),
		lost: latencies.filter(latency => latency === Number.POSITIVE_INFINITY).length,
	};
}

export function median(values: readonly number[]): number {
	return quantile(
		values.toSorted((a, b) => a - b),
		0.5,
	);
}

/** Nearest rank. */
function quantile(sorted: readonly number[], share: number): number {
	return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
