import fc from 'fast-check';
import {expect, test} from 'vitest';
import {TestTally} from '../../../source/tui/runs/test-counts.ts';
import type {TestOutcome} from '../../../source/tui/session.ts';

function outcome(
	version: string | undefined,
	status: number | undefined,
	latencyMs: number,
	failure?: string,
): TestOutcome {
	return {version, status, latencyMs, failure};
}

function countsOf(requests: number, outcomes: readonly TestOutcome[]) {
	const tally = new TestTally(requests);
	for (const one of outcomes) tally.add(one);
	return tally.counts();
}

test('before the first outcome nothing is counted and nothing is measured', () => {
	expect(countsOf(5, [])).toEqual({
		requests: 5,
		count: 0,
		failed: 0,
		versions: [],
		compared: [],
		buckets: [],
		failures: [],
	});
});

test('outcomes are counted by version and status, latencies by bucket, failures by reason', () => {
	expect(
		countsOf(10, [
			outcome('wisdom-1', 200, 4),
			outcome(undefined, undefined, 10_000, 'timed out'),
			outcome('wisdom-0', 200, 12),
			outcome('wisdom-0', 503, 0.4, 'HTTP 503'),
			outcome('wisdom-0', 200, 20),
			outcome(undefined, undefined, 10_000, 'timed out'),
		]),
	).toEqual({
		requests: 10,
		count: 6,
		failed: 3,
		versions: [
			{
				version: 'wisdom-0',
				count: 3,
				failed: 1,
				statuses: [
					[200, 2],
					[503, 1],
				],
				p50Ms: 12,
				p95Ms: 20,
			},
			{version: 'wisdom-1', count: 1, failed: 0, statuses: [[200, 1]], p50Ms: 4, p95Ms: 4},
			{version: undefined, count: 2, failed: 2, statuses: [[undefined, 2]], p50Ms: undefined, p95Ms: undefined},
		],
		buckets: [
			{fromMs: 0, toMs: 1, count: 1},
			{fromMs: 1, toMs: 2, count: 0},
			{fromMs: 2, toMs: 5, count: 1},
			{fromMs: 5, toMs: 10, count: 0},
			{fromMs: 10, toMs: 20, count: 1},
			{fromMs: 20, toMs: 50, count: 1},
		],
		compared: [],
		failures: [
			['timed out', 2],
			['HTTP 503', 1],
		],
	});
});

test('every answer is in the one bucket that its latency belongs to', () => {
	const latencies = fc.array(fc.double({min: 0, max: 1e6, noNaN: true}), {minLength: 1, maxLength: 50});
	fc.assert(
		fc.property(latencies, given => {
			const {buckets} = countsOf(
				given.length,
				given.map(latency => outcome('wisdom-0', 200, latency)),
			);
			for (const {fromMs, toMs, count} of buckets) {
				expect(count).toBe(given.filter(latency => latency >= fromMs && latency < toMs).length);
			}

			expect(buckets.reduce((sum, {count}) => sum + count, 0)).toBe(given.length);
		}),
	);
});
