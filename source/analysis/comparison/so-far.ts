import type {Interval, Share} from '../statistics/interval.ts';
import type {Question, Verdict} from '../verdict.ts';
import {nearestRank} from './failures.ts';

/** What is known while pairs still come. Nothing of it is kept, nor holds together with what comes at the end. */
export interface ComparisonSoFar {
	/** By the pairs so far. With `looks: 'once'` it may yet change: then the one at the end counts alone. */
	readonly verdict: Verdict;
	/** What it was read from, in a sentence with its numbers. */
	readonly reason: string;
	readonly question: Question;
	readonly pairs: number;
	readonly primary: VersionSoFar;
	readonly candidate: VersionSoFar;
	/** Of inputs that both have answered. */
	readonly agreement: {readonly agreeing: Share; readonly interval: Interval};
	/** Only with labels. The difference is the candidate's share less the primary's. */
	readonly accuracy?: {readonly primary: Share; readonly candidate: Share; readonly difference: Interval};
}

export interface VersionSoFar {
	readonly failed: number;
	/** Of good answers, in milliseconds; none where there is none. */
	readonly latency?: {readonly p50: number; readonly p95: number};
}

/** @param latencies Of good answers, in the order in which they came */
export function versionSoFar(requests: number, latencies: readonly number[]): VersionSoFar {
	const sorted = Float64Array.from(latencies).toSorted();
	return {
		failed: requests - latencies.length,
		...(sorted.length > 0 && {latency: {p50: nearestRank(sorted, 0.5), p95: nearestRank(sorted, 0.95)}}),
	};
}
