import {exactInterval, type Interval, type Share} from '../analysis/statistics/interval.ts';
import {rateSequence} from '../analysis/statistics/rate-bound.ts';
import type {LoadCounts} from './measure.ts';
import type {ExpectationResult, ExpectationVerdict, LoadResult} from './result.ts';

/** What a load shall show; undefined parts are not asked. */
export interface Expectations {
	/** The version that shall answer every request. */
	readonly version?: string | undefined;
	/** The part of the requests that may fail, 0.01 for one in a hundred. 0 is asked of the requests that were sent, not of all: no number of them could show it. */
	readonly maxErrorRate?: number | undefined;
	/** Milliseconds. A request without a good answer, or dropped, counts as slower. */
	readonly maxP95Ms?: number | undefined;
	/** Requests a second that are good and keep all limits. */
	readonly minGoodput?: number | undefined;
}

type Shown = Pick<LoadResult, 'elapsedMs' | 'isInterrupted' | 'versions'>;

/** How often `met` may be said of what is not, and `not met` of what is. */
const alpha = 0.05;

/**
 * Whether a load showed what was expected, one after the other. What holds of the requests that were sent may be luck: an
 * expectation is met when all that they leave likely meets it, and not met when nothing of it does. The length of a run is
 * fixed before, unless it was interrupted, and then at a moment that someone chose by looking.
 */
export function judgeExpectations(
	expectations: Expectations,
	counts: LoadCounts,
	shown: Shown,
): readonly ExpectationResult[] {
	const {version, maxErrorRate, maxP95Ms, minGoodput} = expectations;
	return [
		...(version === undefined ? [] : [judgeVersion(version, shown)]),
		...(maxErrorRate === undefined ? [] : [judgeErrors(maxErrorRate, counts, shown)]),
		...(maxP95Ms === undefined ? [] : [judgeP95(maxP95Ms, counts, shown)]),
		...(minGoodput === undefined ? [] : [judgeGoodput(minGoodput, counts, shown)]),
	];
}

/** The exit code for all of them: 1 when one is not met, else 3 when one cannot be told. */
export function exitCodeFor(results: readonly ExpectationResult[]): 0 | 1 | 3 {
	if (results.some(({verdict}) => verdict === 'not met')) return 1;
	return results.some(({verdict}) => verdict === 'not enough to tell') ? 3 : 0;
}

function judgeVersion(version: string, {versions}: Shown): ExpectationResult {
	const answered = versions.filter(({requests}) => requests > 0);
	const others = answered.filter(each => each.version !== version);
	const seen = answered.map(each => `${each.requests} of ${each.version ?? 'no version'}`).join(', ');
	return {
		expectation: `version=${version}`,
		verdict: answered.length === 0 ? 'not enough to tell' : others.length === 0 ? 'met' : 'not met',
		seen: seen === '' ? 'no answer' : seen,
	};
}

function judgeErrors(limit: number, {failed, requests}: LoadCounts, shown: Shown): ExpectationResult {
	const seen = `${failed} of ${requests} failed`;
	if (limit === 0) {
		const verdict = failed > 0 ? 'not met' : requests > 0 ? 'met' : 'not enough to tell';
		return {expectation: 'no request fails', verdict, seen};
	}

	const share = {count: failed, trials: requests};
	return {
		expectation: `error rate at most ${percent(limit)}`,
		verdict: atMost(likelyRates(share, shown), limit),
		seen,
	};
}

function judgeP95(limitMs: number, {slow, requests, dropped}: LoadCounts, shown: Shown): ExpectationResult {
	const share = {count: slow, trials: requests + dropped};
	return {
		expectation: `p95 at most ${limitMs}ms`,
		// A quantile is at most x when no more than the rest are above x.
		verdict: atMost(likelyRates(share, shown), 0.05),
		seen: `${slow} of ${share.trials} were slower, failed or were dropped`,
	};
}

function judgeGoodput(limit: number, {good, requests, dropped}: LoadCounts, shown: Shown): ExpectationResult {
	const trials = requests + dropped;
	const seconds = shown.elapsedMs / 1000;
	const {lower, upper} = likelyRates({count: good, trials}, shown);
	const duePerSecond = seconds > 0 ? trials / seconds : 0;
	return {
		expectation: `goodput at least ${limit}/s`,
		verdict: trials === 0 ? 'not enough to tell' : atLeast(lower * duePerSecond, upper * duePerSecond, limit),
		seen: `${(seconds > 0 ? good / seconds : 0).toFixed(1)}/s`,
	};
}

/** The rates that a share leaves likely: each end is wrong as often as alpha says, so both together twice as often. */
function likelyRates(share: Share, {isInterrupted}: Shown): Interval {
	return isInterrupted ? rateSequence(share, 2 * alpha) : exactInterval(share, 2 * alpha);
}

function atMost({lower, upper}: Interval, limit: number): ExpectationVerdict {
	if (upper <= limit) return 'met';
	return lower > limit ? 'not met' : 'not enough to tell';
}

function atLeast(lower: number, upper: number, limit: number): ExpectationVerdict {
	if (lower >= limit) return 'met';
	return upper < limit ? 'not met' : 'not enough to tell';
}

function percent(rate: number): string {
	return `${Math.round(rate * 1e6) / 1e4} %`;
}
