import {AnsweredGroup} from './answered-group.ts';
import {Distribution} from './distribution.ts';
import {FirstFailures} from './first-failures.ts';
import type {Bound, Pace} from './pace.ts';
import type {GoodputLimits, LoadResult, VersionResult} from './result.ts';
import type {Sample, SampleTimes} from './sample.ts';
import {SplitWatch, type Weight} from './split.ts';
import {mostVersions, TimeSeries} from './time-series.ts';

export interface MeasureOptions {
	readonly limits?: GoodputLimits | undefined;
	/** How the route splits the requests; undefined where that is not known. */
	readonly weights?: readonly Weight[] | undefined;
	/** Above which response times are counted, in milliseconds. */
	readonly slowMs?: number | undefined;
}

/** What is known when a run has ended, or is looked at. */
export interface RunFacts {
	readonly startedAt: Date;
	readonly endedAt: Date;
	readonly pace: Pace;
	readonly bound: Bound;
	readonly warmupMs: number;
	readonly elapsedMs: number;
	readonly isInterrupted: boolean;
}

/** More than any app answers with; the rest is counted together, as status 0 of no version. */
const mostGroups = 64;

/** Gathers what a load comes to, in memory that does not grow with it. */
export class Measure {
	readonly #options: MeasureOptions;
	readonly #groups = new Map<string, AnsweredGroup>();
	readonly #versions = new Map<string | undefined, {requests: number; failed: number; times: Distribution}>();
	readonly #split: SplitWatch | undefined;
	readonly #series = new TimeSeries();
	readonly #failures = new FirstFailures();
	#tokens = 0;
	readonly #counts = {requests: 0, failed: 0, dropped: 0, good: 0, slow: 0};

	constructor(options: MeasureOptions = {}) {
		this.#options = options;
		this.#split = options.weights && new SplitWatch(options.weights);
	}

	add(sample: Sample, times: SampleTimes): void {
		const version = this.#versionOf(sample.version);
		const responseMs = times.endMs - times.intendedMs;
		const isFailed = sample.failure !== undefined;
		this.#counts.requests++;
		this.#tokens += sample.tokens?.tokens ?? 0;
		if (isFailed) this.#counts.failed++;
		else if (isWithin(this.#options.limits, responseMs, sample)) this.#counts.good++;
		if (isFailed || responseMs > (this.#options.slowMs ?? Number.POSITIVE_INFINITY)) this.#counts.slow++;
		if (version !== undefined) this.#split?.add(version);
		if (isFailed) this.#failures.add({...sample, version}, times);
		this.#series.add(times.intendedMs, version ?? null, isFailed, responseMs);
		this.#addToVersion(version, isFailed, responseMs);
		if (sample.status !== undefined) this.#group(version, sample.status).add(sample.tokens, times);
	}

	addDropped(dueMs: number): void {
		this.#counts.dropped++;
		this.#series.addDropped(dueMs);
	}

	/** So many requests, and how many of these failed, were dropped, were good within the limits, and were slow, failed or dropped. */
	get counts(): LoadCounts {
		const {slow, ...counts} = this.#counts;
		return {...counts, slow: slow + counts.dropped};
	}

	/** Of streamed answers up to now, for who looks on. */
	get tokens(): number {
		return this.#tokens;
	}

	/** The versions that answered up to now, for who looks on; `undefined` for answers without one and none at all. */
	get versions(): readonly {readonly version: string | undefined; readonly requests: number; readonly p95Ms: number}[] {
		return [...this.#versions]
			.map(([version, {requests, times}]) => ({version, requests, p95Ms: times.percentiles()?.p95Ms ?? 0}))
			.toSorted((one, other) => compareVersions(one.version, other.version));
	}

	/** What it has come to. Costs some milliseconds. */
	read(facts: RunFacts): Omit<LoadResult, 'expectations'> {
		const {requests, failed, dropped, good} = this.#counts;
		const perSecond = (count: number): number => rounded((1000 * count) / Math.max(facts.elapsedMs, 1));
		const groups = [...this.#groups.values()].toSorted(
			(one, other) => compareVersions(one.version, other.version) || one.status - other.status,
		);
		return {
			...facts,
			elapsedMs: rounded(facts.elapsedMs),
			startedAt: facts.startedAt.toISOString(),
			endedAt: facts.endedAt.toISOString(),
			requests,
			failed,
			dropped,
			requestsPerSecond: perSecond(requests),
			goodput: {perSecond: perSecond(good), good, limits: this.#options.limits ?? {}},
			answered: groups.map(group => group.read(facts.elapsedMs)),
			unanswered: this.#failures.unanswered(),
			versions: [...this.#versions]
				.map(([version, {times, ...counts}]) => ({version, ...counts, ...spread(times)}))
				.toSorted((one, other) => compareVersions(one.version, other.version)),
			...(this.#split?.isEmpty === false && {split: this.#split.read()}),
			series: this.#series.read(),
			failures: this.#failures.first(),
		};
	}

	#versionOf(version: string | undefined): string | undefined {
		return this.#versions.has(version) || this.#versions.size < mostVersions ? version : undefined;
	}

	#addToVersion(version: string | undefined, isFailed: boolean, responseMs: number): void {
		const own = this.#versions.get(version) ?? {requests: 0, failed: 0, times: new Distribution()};
		this.#versions.set(version, own);
		own.requests++;
		if (isFailed) own.failed++;
		own.times.add(responseMs);
	}

	#group(version: string | undefined, status: number): AnsweredGroup {
		const key = JSON.stringify([version, status]);
		const known = this.#groups.get(key);
		if (known) return known;
		if (this.#groups.size > mostGroups) return this.#group(undefined, 0);
		const group = this.#groups.size < mostGroups ? new AnsweredGroup(version, status) : new AnsweredGroup(undefined, 0);
		this.#groups.set(JSON.stringify([group.version, group.status]), group);
		return group;
	}
}

/** What expectations are judged by. */
export interface LoadCounts {
	readonly requests: number;
	readonly failed: number;
	readonly dropped: number;
	/** Good, and within all limits. */
	readonly good: number;
	/** With a response time above the limit, and failed and dropped ones, of which nobody had an answer in time. */
	readonly slow: number;
}

function isWithin(
	{responseMs, firstTokenMs, perTokenMs}: GoodputLimits = {},
	response: number,
	{tokens}: Sample,
): boolean {
	const keeps = (limit: number | undefined, value: number | undefined): boolean =>
		limit === undefined || value === undefined || value <= limit;
	return keeps(responseMs, response) && keeps(firstTokenMs, tokens?.firstMs) && keeps(perTokenMs, tokens?.perTokenMs);
}

/** Those without a version come last. */
function compareVersions(one: string | undefined, other: string | undefined): number {
	if (one === other) return 0;
	if (one === undefined) return 1;
	return other === undefined || one < other ? -1 : 1;
}

function rounded(value: number): number {
	return Math.round(value * 1000) / 1000;
}

function spread(distribution: Distribution): Pick<VersionResult, 'times' | 'buckets'> {
	const times = distribution.percentiles();
	return {...(times && {times}), buckets: distribution.buckets()};
}
