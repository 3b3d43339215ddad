import type {Bound, Pace} from './pace.ts';

/** Times in milliseconds, to a thousandth; up to a thousandth part larger than the true ones, never smaller. */
export interface Percentiles {
	readonly p50Ms: number;
	readonly p90Ms: number;
	readonly p95Ms: number;
	readonly p99Ms: number;
	readonly p999Ms: number;
	readonly maxMs: number;
	readonly meanMs: number;
}

/** How times are spread: so many were above the bucket before and at most `upToMs`. Buckets without any are left out. */
export type Buckets = readonly {readonly upToMs: number; readonly count: number}[];

/** What streamed answers came to. */
export interface TokenResult {
	readonly answers: number;
	readonly tokens: number;
	/** In all, from the first request to the end of the run. */
	readonly tokensPerSecond: number;
	/** From the request to the first token. */
	readonly first: Percentiles;
	/** (end − first) / (tokens − 1), of each answer with more than one. */
	readonly perToken: Percentiles | undefined;
	/** Between one event with something and the next. */
	readonly gaps: Percentiles | undefined;
}

/** What a version answered with a status. */
export interface AnsweredRow extends Percentiles {
	/** Undefined where the answer does not tell. */
	readonly version: string | undefined;
	readonly status: number;
	readonly count: number;
	/** From the real start; the row's own percentiles are of the response time, from the intended one. */
	readonly service: Percentiles;
	readonly tokens?: TokenResult;
}

/** All that came from one version. */
export interface VersionResult {
	readonly version: string | undefined;
	readonly requests: number;
	readonly failed: number;
	/** Of response times; left out where nothing was answered. */
	readonly times?: Percentiles;
	/** The same times. */
	readonly buckets: Buckets;
}

/** Of what one expects, so much was seen. */
export interface SplitResult {
	readonly versions: readonly {readonly version: string; readonly weight: number; readonly requests: number}[];
	/** `not by chance`: a split by these weights comes out like this in one run of a thousand at most. */
	readonly verdict: 'within chance' | 'not by chance';
	/** After how many requests that could first be told. */
	readonly toldAfter?: number;
}

/** A request that failed, or whose answer counts as a failure. */
export interface FailureResult {
	readonly index: number;
	/** From the run's start. */
	readonly atMs: number;
	readonly version?: string | undefined;
	/** Undefined where there was no answer. */
	readonly status?: number;
	/** In words. */
	readonly reason: string;
	/** The start of the answer. */
	readonly body?: string;
}

/** What happened in each interval of the run, by the time at which requests were due. All lists are of the same length. */
export interface Series {
	/** A second, or of a long run a power of two of them. */
	readonly intervalMs: number;
	readonly failed: readonly number[];
	readonly dropped: readonly number[];
	/** Requests of each version that answered, `null` for answers without one and requests without an answer. */
	readonly requests: readonly {readonly version: string | null; readonly counts: readonly number[]}[];
	/** The largest response time, in milliseconds; 0 of an interval without one. */
	readonly maxMs: readonly number[];
}

export type ExpectationVerdict = 'met' | 'not met' | 'not enough to tell';

export interface ExpectationResult {
	/** As it was asked: `--max-p95 200ms`. */
	readonly expectation: string;
	readonly verdict: ExpectationVerdict;
	/** What was seen, in words: `p95 231ms`. */
	readonly seen: string;
}

/** A request is good when its answer is and when it keeps all of these limits; undefined ones are none. */
export interface GoodputLimits {
	readonly responseMs?: number;
	readonly firstTokenMs?: number;
	readonly perTokenMs?: number;
}

/** What a load came to: a plain value, the same as JSON. */
export interface LoadResult {
	readonly startedAt: string;
	readonly endedAt: string;
	readonly pace: Pace;
	readonly bound: Bound;
	readonly warmupMs: number;
	/** From the run's start, the warm-up's end, to the end of its last request. */
	readonly elapsedMs: number;
	readonly isInterrupted: boolean;
	/** Those that were sent and ended. */
	readonly requests: number;
	/** Without an answer, or with one that counts as a failure. */
	readonly failed: number;
	/** Due while too many were under way, and never sent. */
	readonly dropped: number;
	readonly requestsPerSecond: number;
	readonly goodput: {readonly perSecond: number; readonly good: number; readonly limits: GoodputLimits};
	/** By version, then status. */
	readonly answered: readonly AnsweredRow[];
	/** Requests without an answer, by the reason, the most frequent first. */
	readonly unanswered: readonly {readonly reason: string; readonly count: number}[];
	readonly versions: readonly VersionResult[];
	readonly split?: SplitResult;
	readonly series: Series;
	/** The first few. */
	readonly failures: readonly FailureResult[];
	readonly expectations: readonly ExpectationResult[];
}
