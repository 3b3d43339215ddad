import {cut} from '../../objects/cut.ts';
import type {PairCounts} from '../statistics/pairs.ts';
import {shareInterval, type Question} from '../verdict.ts';
import type {Pair, VersionAnswer} from './pair.ts';
import type {VersionResult} from './result.ts';

/** Different reasons that are kept, and how many of them are told. */
const keptReasons = 1000;
const toldReasons = 5;
const longestReason = 500;

/** Counts the good answers of a version, and why others are none. */
export class VersionCount {
	#requests = 0;
	#failed = 0;
	readonly #reasons = new Map<string, number>();
	readonly latencies: number[] = [];

	add({failure, latencyMs}: VersionAnswer): void {
		this.#requests++;
		if (failure === undefined) {
			this.latencies.push(latencyMs);
			return;
		}

		this.#failed++;
		const reason = cut(failure, longestReason);
		if (!this.#reasons.has(reason) && this.#reasons.size >= keptReasons) return;
		this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
	}

	result(question: Question): VersionResult {
		const failed = {count: this.#failed, trials: this.#requests};
		const sorted = this.latencies.toSorted((one, other) => one - other);
		return {
			failed,
			failedInterval: shareInterval(failed, question),
			failures: [...this.#reasons]
				.map(([reason, count]) => ({reason, count}))
				.toSorted((one, other) => other.count - one.count)
				.slice(0, toldReasons),
			...(sorted.length > 0 && {
				latency: {
					p50: nearestRank(sorted, 0.5),
					p95: nearestRank(sorted, 0.95),
					p99: nearestRank(sorted, 0.99),
					max: sorted.at(-1) ?? 0,
				},
			}),
		};
	}
}

/** The smallest value that at least this share of the values does not exceed. */
export function nearestRank(sorted: ArrayLike<number>, share: number): number {
	return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? 0;
}

/** By which of the versions answered well. */
export function withFailures(counts: PairCounts, {primary, candidate}: Pair): PairCounts {
	const [isPrimaryGood, isCandidateGood] = [primary.failure === undefined, candidate.failure === undefined];
	if (isPrimaryGood && isCandidateGood) return {...counts, bothGood: counts.bothGood + 1};
	if (isCandidateGood) return {...counts, better: counts.better + 1};
	return isPrimaryGood ? {...counts, worse: counts.worse + 1} : {...counts, bothBad: counts.bothBad + 1};
}
