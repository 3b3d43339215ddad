import {AnswerSample} from '../../inference/compare.ts';
import type {ModelAnswer} from '../../inference/outputs.ts';
import type {TestOutcome} from '../session.ts';

/** What one version answered; `version` is undefined for what no version answered. */
export interface VersionCounts {
	readonly version: string | undefined;
	readonly count: number;
	readonly failed: number;
	/** HTTP statuses in ascending order, each with its number of answers; undefined, last, for none. */
	readonly statuses: readonly (readonly [status: number | undefined, count: number])[];
	/** Latencies by nearest rank, of answers only; undefined without one. */
	readonly p50Ms: number | undefined;
	readonly p95Ms: number | undefined;
}

/** What a version that was asked has answered, to be held against another's. */
export interface ComparedCounts extends VersionCounts {
	readonly version: string;
	/** By what it was asked. */
	readonly by: string;
	/** Its first good answer that is an inference. */
	readonly first: ModelAnswer | undefined;
	/** Good answers with other outputs than that. */
	readonly varying: number;
}

/** Answers that took at least `fromMs` and less than `toMs`. */
export interface LatencyBucket {
	readonly fromMs: number;
	readonly toMs: number;
	readonly count: number;
}

/** What came of a test so far. */
export interface TestCounts {
	readonly requests: number;
	/** Requests that an outcome is known of. */
	readonly count: number;
	readonly failed: number;
	/** By name; what no version answered comes last. */
	readonly versions: readonly VersionCounts[];
	/** The versions that were asked the same, in the order in which they first answered; empty where the app was asked. */
	readonly compared: readonly ComparedCounts[];
	/** From the first bucket with an answer to the last, without a gap. */
	readonly buckets: readonly LatencyBucket[];
	/** Why requests failed, the most frequent reason first. */
	readonly failures: readonly (readonly [reason: string, count: number])[];
}

interface Group {
	failed: number;
	readonly statuses: Map<number | undefined, number>;
	readonly latencies: number[];
	count: number;
}

/** Counts the outcomes of one test as they come. */
export class TestTally {
	readonly #requests: number;
	readonly #groups = new Map<string | undefined, Group>();
	readonly #asked = new Map<string, {readonly by: string; readonly group: Group; readonly sample: AnswerSample}>();
	readonly #reasons = new Map<string, number>();

	constructor(requests: number) {
		this.#requests = requests;
	}

	add(outcome: TestOutcome): void {
		const {version, failure, asked, answer} = outcome;
		const group = this.#groups.get(version) ?? emptyGroup();
		this.#groups.set(version, group);
		count(group, outcome);
		if (asked) {
			const found = this.#asked.get(asked.version) ?? {by: asked.by, group: emptyGroup(), sample: new AnswerSample()};
			this.#asked.set(asked.version, found);
			count(found.group, outcome);
			if (failure === undefined) found.sample.add(answer);
		}

		if (failure !== undefined) this.#reasons.set(failure, (this.#reasons.get(failure) ?? 0) + 1);
	}

	counts(): TestCounts {
		const groups = [...this.#groups];
		const sum = (of: (group: Group) => number): number => groups.reduce((total, [, group]) => total + of(group), 0);
		return {
			requests: this.#requests,
			count: sum(({count}) => count),
			failed: sum(({failed}) => failed),
			versions: groups.map(versionCounts).toSorted((one, other) => order<string>(one.version, other.version)),
			compared: Array.from(
				this.#asked,
				([
					version,
					{
						by,
						group,
						sample: {first, varying},
					},
				]) => ({
					...versionCounts([version, group]),
					version,
					by,
					first,
					varying,
				}),
			),
			buckets: bucketsOf(groups.flatMap(([, {latencies}]) => latencies)),
			failures: [...this.#reasons].toSorted(([, one], [, other]) => other - one),
		};
	}
}

function emptyGroup(): Group {
	return {count: 0, failed: 0, statuses: new Map(), latencies: []};
}

function count(group: Group, {status, latencyMs, failure}: TestOutcome): void {
	group.count++;
	group.statuses.set(status, (group.statuses.get(status) ?? 0) + 1);
	if (status !== undefined) group.latencies.push(latencyMs);
	if (failure !== undefined) group.failed++;
}

function versionCounts([version, group]: readonly [string | undefined, Group]): VersionCounts {
	const sorted = Float64Array.from(group.latencies).toSorted();
	return {
		version,
		count: group.count,
		failed: group.failed,
		statuses: [...group.statuses].toSorted(([one], [other]) => order<number>(one, other)),
		p50Ms: quantile(sorted, 0.5),
		p95Ms: quantile(sorted, 0.95),
	};
}

/** The smallest value that at least this share of the values does not exceed (nearest rank). */
function quantile(sorted: Float64Array, share: number): number | undefined {
	return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)];
}

/** Undefined comes last. */
function order<Value extends string | number>(one: Value | undefined, other: Value | undefined): number {
	if (one === other) return 0;
	if (one === undefined) return 1;
	return other === undefined || one < other ? -1 : 1;
}

/** Buckets at 0, 1, 2, 5, 10, 20, 50 … ms, so that each is about twice as wide as the one before. */
function bucketsOf(latencies: readonly number[]): readonly LatencyBucket[] {
	const counts = new Map<number, number>();
	for (const latency of latencies) {
		const index = bucketIndex(latency);
		counts.set(index, (counts.get(index) ?? 0) + 1);
	}

	const first = Math.min(...counts.keys());
	const last = Math.max(...counts.keys());
	return Array.from({length: counts.size === 0 ? 0 : last - first + 1}, (_, offset) => {
		const index = first + offset;
		return {fromMs: bound(index), toMs: bound(index + 1), count: counts.get(index) ?? 0};
	});
}

function bucketIndex(latency: number): number {
	let index = 0;
	while (latency >= bound(index + 1)) index++;
	return index;
}

/** Where a bucket begins, in milliseconds. */
function bound(index: number): number {
	if (index === 0) return 0;
	const step = [1, 2, 5][(index - 1) % 3] ?? 1;
	return step * 10 ** Math.floor((index - 1) / 3);
}
