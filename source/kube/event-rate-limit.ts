/** As client-go's filter of events: enough for a busy day, little enough for a loop that has gone wild. */
const burst = 25;
const refillMs = 5 * 60_000;
const mostSources = 4096;

interface Bucket {
	tokens: number;
	at: number;
}

/** A token bucket for each source: whether it may send one more event at a time, in milliseconds. */
export function createEventRateLimit(): (source: string, at: number) => boolean {
	const buckets = new Map<string, Bucket>();
	return (source, at) => {
		const known = buckets.get(source);
		const tokens = known === undefined ? burst : Math.min(burst, known.tokens + (at - known.at) / refillMs);
		const isAllowed = tokens >= 1;
		// Set again at the end: the first is the one unused for longest.
		buckets.delete(source);
		buckets.set(source, {tokens: isAllowed ? tokens - 1 : tokens, at});
		forgetOldest(buckets, mostSources);
		return isAllowed;
	};
}

/** Keeps a map that is filled in order of use at a size. */
export function forgetOldest(map: Map<string, unknown>, size: number): void {
	for (const key of map.keys()) {
		if (map.size <= size) return;
		map.delete(key);
	}
}
