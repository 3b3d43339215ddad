import type {AnsweredRow, Buckets, LoadResult, Percentiles} from '../../source/load/result.ts';
import type {ReportOrigin} from '../../source/report/report-origin.ts';
import {origin} from './comparison-result.ts';

const seconds = 60;
const weights = {'wisdom-0': 90, 'wisdom-1': 10};

/** Log-normal times around a median, in buckets of a hundredth. */
function bucketsOf(medianMs: number, count: number): Buckets {
	return Array.from({length: 300}, (_, index) => {
		const upToMs = Number((medianMs * 1.01 ** (index - 110)).toPrecision(5));
		return {upToMs, count: Math.round((count / 72) * Math.exp(-6 * Math.log(upToMs / medianMs) ** 2))};
	}).filter(bucket => bucket.count > 0);
}

function percentiles(medianMs: number): Percentiles {
	const [p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs] = [1, 1.5, 1.7, 2.1, 2.9, 6.4].map(factor => factor * medianMs);
	return {
		p50Ms: p50Ms ?? 0,
		p90Ms: p90Ms ?? 0,
		p95Ms: p95Ms ?? 0,
		p99Ms: p99Ms ?? 0,
		p999Ms: p999Ms ?? 0,
		maxMs: maxMs ?? 0,
		meanMs: medianMs,
	};
}

function row(version: string, status: number, count: number, medianMs: number): AnsweredRow {
	return {version, status, count, ...percentiles(medianMs), service: percentiles(medianMs * 0.9)};
}

/** Of each second, some twenty requests; a share that wanders a little around the candidate's. */
function seriesOf(share: number): LoadResult['series'] {
	const wander = (at: number): number => Math.round(20 * share + 1.4 * Math.sin(at * 2.3) + 0.9 * Math.sin(at * 0.7));
	const candidate = Array.from({length: seconds}, (_, at) => Math.max(0, wander(at)));
	return {
		intervalMs: 1000,
		failed: candidate.map((_, at) => (at === 31 ? 3 : 0)),
		dropped: candidate.map(() => 0),
		requests: [
			{version: 'wisdom-0', counts: candidate.map(count => 20 - count)},
			{version: 'wisdom-1', counts: candidate},
		],
		maxMs: candidate.map((_, at) => (at % 20 === 11 ? 480 : 34 + ((at * 7) % 13))),
	};
}

/** A minute at 20/s, as it should be. */
export const good: LoadResult = {
	startedAt: '2026-11-29T15:58:30.000Z',
	endedAt: '2026-11-29T15:59:30.000Z',
	pace: {kind: 'open', rate: 20, arrival: 'poisson', mostInFlight: 100, seed: 1},
	bound: {durationMs: 60_000},
	warmupMs: 2000,
	elapsedMs: 60_040,
	isInterrupted: false,
	requests: 1200,
	failed: 0,
	dropped: 0,
	requestsPerSecond: 20,
	goodput: {perSecond: 20, good: 1200, limits: {}},
	answered: [row('wisdom-0', 200, 1083, 11.2), row('wisdom-1', 200, 117, 14.1)],
	unanswered: [],
	versions: [
		{version: 'wisdom-0', requests: 1083, failed: 0, times: percentiles(11.2), buckets: bucketsOf(11.2, 1083)},
		{version: 'wisdom-1', requests: 117, failed: 0, times: percentiles(14.1), buckets: bucketsOf(14.1, 117)},
	],
	split: {
		versions: Object.entries(weights).map(([version, weight]) => ({
			version,
			weight,
			requests: version === 'wisdom-0' ? 1083 : 117,
		})),
		verdict: 'within chance',
	},
	series: seriesOf(0.1),
	failures: [],
	expectations: [
		{expectation: 'error rate at most 1 %', verdict: 'met', seen: '0 of 1200 failed'},
		{expectation: 'p95 at most 50ms', verdict: 'met', seen: '9 of 1200 were slower, failed or were dropped'},
	],
};

/** Served half and half where the weights say 90/10; some failed. */
export const bad: LoadResult = {
	...good,
	failed: 3,
	answered: [row('wisdom-0', 200, 600, 11.2), row('wisdom-1', 200, 597, 14.1), row('wisdom-1', 503, 2, 2.1)],
	unanswered: [{reason: 'no answer within 10s', count: 1}],
	versions: [
		{version: 'wisdom-0', requests: 600, failed: 0, times: percentiles(11.2), buckets: bucketsOf(11.2, 600)},
		{version: 'wisdom-1', requests: 599, failed: 2, times: percentiles(14.1), buckets: bucketsOf(14.1, 599)},
	],
	split: {
		versions: Object.entries(weights).map(([version, weight]) => ({
			version,
			weight,
			requests: version === 'wisdom-0' ? 600 : 599,
		})),
		verdict: 'not by chance',
		toldAfter: 34,
	},
	series: seriesOf(0.5),
	failures: [
		{
			index: 622,
			atMs: 31_140,
			version: 'wisdom-1',
			status: 503,
			reason: '503 Service Unavailable',
			body: 'no healthy upstream',
		},
		{index: 624, atMs: 31_250, reason: 'no answer within 10s'},
	],
	expectations: [],
};

export const loadOrigin: ReportOrigin = {
	...origin,
	command:
		'kubectl iter8 send-test wisdom --duration 60s --rate 20 --arrival poisson --max-error-rate 1% --max-p95 50ms --report wisdom.html -n default',
};
