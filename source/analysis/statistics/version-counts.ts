/** What one version was asked in an interval, and how often it went wrong. */
export interface VersionCounts {
	readonly requests: number;
	readonly errors: number;
}

/** What was counted between two looks. */
export interface IntervalCounts {
	readonly primary: VersionCounts;
	readonly candidate: VersionCounts;
}

/**
 * How errors come. `in bursts`: those of an interval may have one cause, so that they count as one error, shared out as they
 * were; what this shows holds whatever the sizes of bursts are, as long as none is longer than an interval. `one by one`:
 * each has a cause of its own.
 */
export type ErrorPattern = 'in bursts' | 'one by one';

/** @throws RangeError for more errors than requests, and for less than none */
export function requireCounts({requests, errors}: VersionCounts): void {
	if (errors >= 0 && errors <= requests) return;
	throw new RangeError(`${errors} errors in ${requests} requests`);
}
