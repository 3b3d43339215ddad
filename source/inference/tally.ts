import {isSuccess} from './infer.ts';
import type {Outcome} from './load.ts';

/** The requests that a version answered with a status. */
export interface TallyRow {
	readonly version: string | undefined;
	readonly status: number;
	readonly count: number;
	/** Latencies in milliseconds, by nearest rank. */
	readonly p50: number;
	readonly p95: number;
}

/** Requests without an answer, by the reason. */
interface SilentRow {
	readonly reason: string;
	readonly count: number;
}

interface Tally {
	readonly count: number;
	/** Requests without an answer, or with one that is no success. */
	readonly failed: number;
	/** By version, then status. */
	readonly answered: readonly TallyRow[];
	/** The most frequent first. */
	readonly silent: readonly SilentRow[];
}

/** Counts outcomes by version and status. */
export function tally(outcomes: Iterable<Outcome>): Tally {
	const groups = new Map<string, {version: string | undefined; status: number; latencies: number[]}>();
	const reasons = new Map<string, number>();
	let count = 0;
	let failed = 0;
	for (const outcome of outcomes) {
		count++;
		if (outcome instanceof Error) {
			failed++;
			reasons.set(outcome.message, (reasons.get(outcome.message) ?? 0) + 1);
			continue;
		}

		const {version, status, elapsedMs} = outcome;
		if (!isSuccess(outcome)) failed++;
		const key = JSON.stringify([version, status]);
		const group = groups.get(key) ?? {version, status, latencies: []};
		groups.set(key, group);
		group.latencies.push(elapsedMs);
	}

	return {
		count,
		failed,
		answered: [...groups.values()]
			.map(({version, status, latencies}) => {
				const sorted = latencies.toSorted((one, other) => one - other);
				return {version, status, count: sorted.length, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95)};
			})
			.toSorted((one, other) => compareVersions(one.version, other.version) || one.status - other.status),
		silent: [...reasons].map(([reason, count]) => ({reason, count})).toSorted((one, other) => other.count - one.count),
	};
}

/** Answers without a version come last. */
function compareVersions(one: string | undefined, other: string | undefined): number {
	if (one === other) return 0;
	if (one === undefined) return 1;
	return other === undefined || one < other ? -1 : 1;
}

/** The smallest value that at least this share of the values does not exceed (nearest rank). */
function quantile(sorted: readonly number[], share: number): number {
	return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? 0;
}
