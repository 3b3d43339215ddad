import {isFailure, type Counts} from '../numbers.ts';
import type {Bucket} from '../quantile.ts';
import type {Tally} from './counters.ts';

export const nothingCounted: Tally = {statuses: new Map(), buckets: new Map()};

export function sumOf(tallies: Iterable<Tally>): Tally {
	const statuses = new Map<string, number>();
	const buckets = new Map<number, number>();
	for (const tally of tallies) {
		for (const [status, count] of tally.statuses) statuses.set(status, (statuses.get(status) ?? 0) + count);
		for (const [le, count] of tally.buckets) buckets.set(le, (buckets.get(le) ?? 0) + count);
	}

	return {statuses, buckets};
}

/** What was counted between two looks at one counter; where it has fallen it began anew, and all that it says is new. */
export function difference(now: Tally, before: Tally): Tally {
	const hasFallen =
		[...before.statuses].some(([status, count]) => (now.statuses.get(status) ?? 0) < count) ||
		[...before.buckets].some(([le, count]) => (now.buckets.get(le) ?? 0) < count);
	if (hasFallen) return now;
	return {
		statuses: new Map([...now.statuses].map(([status, count]) => [status, count - (before.statuses.get(status) ?? 0)])),
		buckets: new Map([...now.buckets].map(([le, count]) => [le, count - (before.buckets.get(le) ?? 0)])),
	};
}

export function countsOf({statuses}: Tally): Counts {
	const known = [...statuses].filter(([, count]) => count > 0).toSorted(([one], [other]) => (one < other ? -1 : 1));
	const sum = (entries: readonly (readonly [string, number])[]) =>
		entries.reduce((total, [, count]) => total + count, 0);
	return {
		requests: sum(known),
		failed: sum(known.filter(([status]) => isFailure(status))),
		statuses: Object.fromEntries(known),
	};
}

export function bucketsOf({buckets}: Tally): readonly Bucket[] {
	return [...buckets].map(([le, count]) => ({le, count}));
}
