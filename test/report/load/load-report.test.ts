import {expect, test} from 'vitest';
import type {LoadResult} from '../../../source/load/result.ts';
import {loadReport} from '../../../source/report/load/load-report.ts';
import {bad, good, loadOrigin} from '../load-result.ts';
import {readText} from '../page-parts.ts';

test('a load says whether it was as expected, then times, split and counts', () => {
	expect(readText(loadReport(good, loadOrigin))).toBe(`How wisdom answered
✓ As expected
1,200 requests in 60.0 s, none failed
Requests
1,200
20/s
goodput 20/s
Failed
✓ None
wisdom-0
p50 11 ms
p95 19 ms
p99 24 ms
wisdom-1
p50 14 ms
p95 24 ms
p99 30 ms
Split
✓ As the weights say
90/10 expected
90.3/9.8 seen
Expectations
Expected | Verdict | Seen
error rate at most 1 % | ✓ met | 0 of 1200 failed
p95 at most 50ms | ✓ met | 9 of 1200 were slower, failed or were dropped
Times and split
How long answers took: part of each version's. Thin lines: p95.
wisdom-0 wisdom-1
[How long answers took. wisdom-0: p50 11 ms, p95 19 ms; wisdom-1: p50 14 ms, p95 24 ms.]
Split over time: part of the requests that each version answered. Dashed: by the weights.
wisdom-0 wisdom-1
[Split over time. wisdom-0: 90.3 % in all; wisdom-1: 9.8 % in all.]
The slowest answer over time, from when its request was due.
[The slowest answer over time. The slowest of all took 480 ms.]
Answers by version and status
From when a request was due to the end of its answer; service: from when it was sent
Version | Status | Requests | Share | p50 | p95 | p99 | p99.9 | Max | Service p95
wisdom-0 | 200 | 1,083 | 90.3 % | 11 ms | 19 ms | 24 ms | 32 ms | 72 ms | 17 ms
wisdom-1 | 200 | 117 | 9.8 % | 14 ms | 24 ms | 30 ms | 41 ms | 90 ms | 22 ms
How this was made
Command | kubectl iter8 send-test wisdom --duration 60s --rate 20 --arrival poisson --max-error-rate 1% --max-p95 50ms --report wisdom.html -n default
App | wisdom in namespace default
Load | 20/s, at random times, at most 100 under way, after 2.0 s of warm-up
Started | 2026-11-29 15:58:30 UTC
Made by | kubectl-iter8 0.1.0, 2026-11-29 16:00 UTC`);
});

test('a split that chance does not make comes first, and so do failures with their bodies', () => {
	expect(readText(loadReport(bad, loadOrigin))).toBe(`How wisdom answered
✗ Not split by the weights
1,200 requests in 60.0 s, 3 failed; chance does not split requests like this, which could be told after 34 requests
Requests
1,200
20/s
goodput 20/s
Failed
✗ 3
0.3 % of requests
wisdom-0
p50 11 ms
p95 19 ms
p99 24 ms
wisdom-1
p50 14 ms
p95 24 ms
p99 30 ms
Split
✗ Not by the weights
90/10 expected
50/50 seen
Times and split
How long answers took: part of each version's. Thin lines: p95.
wisdom-0 wisdom-1
[How long answers took. wisdom-0: p50 11 ms, p95 19 ms; wisdom-1: p50 14 ms, p95 24 ms.]
Split over time: part of the requests that each version answered. Dashed: by the weights.
wisdom-0 wisdom-1
[Split over time. wisdom-0: 50.0 % in all; wisdom-1: 49.9 % in all.]
The slowest answer over time, from when its request was due.
[The slowest answer over time. The slowest of all took 480 ms.]
Answers by version and status
From when a request was due to the end of its answer; service: from when it was sent
Version | Status | Requests | Share | p50 | p95 | p99 | p99.9 | Max | Service p95
wisdom-0 | 200 | 600 | 50.0 % | 11 ms | 19 ms | 24 ms | 32 ms | 72 ms | 17 ms
wisdom-1 | 200 | 597 | 49.8 % | 14 ms | 24 ms | 30 ms | 41 ms | 90 ms | 22 ms
wisdom-1 | 503 | 2 | 0.2 % | 2.1 ms | 3.6 ms | 4.4 ms | 6.1 ms | 13 ms | 3.2 ms
Requests without an answer
Requests | Reason
1 | no answer within 10s
First failures
2 of 3 requests that failed. Long answers are cut.
Request | 623, after 31.1 s
Answer | 503 of wisdom-1
Reason | 503 Service Unavailable
Body | no healthy upstream
Request | 625, after 31.3 s
Answer | none
Reason | no answer within 10s
How this was made
Command | kubectl iter8 send-test wisdom --duration 60s --rate 20 --arrival poisson --max-error-rate 1% --max-p95 50ms --report wisdom.html -n default
App | wisdom in namespace default
Load | 20/s, at random times, at most 100 under way, after 2.0 s of warm-up
Started | 2026-11-29 15:58:30 UTC
Made by | kubectl-iter8 0.1.0, 2026-11-29 16:00 UTC`);
});

test.each<[string, Partial<LoadResult>, string]>([
	[
		'✗ Not as expected',
		{expectations: [{expectation: 'p95 at most 9ms', verdict: 'not met', seen: '800 of 1200 were slower'}]},
		'p95 at most 9ms: 800 of 1200 were slower',
	],
	[
		'? Not enough to tell',
		{expectations: [{expectation: 'p95 at most 9ms', verdict: 'not enough to tell', seen: '1 of 3 was slower'}]},
		'p95 at most 9ms: 1 of 3 was slower',
	],
	['✗ Some requests failed', {expectations: [], failed: 2}, '1,200 requests in 60.0 s, 2 failed'],
	['✗ Some requests were dropped', {expectations: [], dropped: 2}, '1,200 requests in 60.0 s, none failed, 2 dropped'],
	['✓ All requests were answered', {expectations: []}, '1,200 requests in 60.0 s, none failed'],
])('the verdict is %s for %j', (words, changes, reason) => {
	expect(
		readText(loadReport({...good, ...changes}, loadOrigin))
			.split('\n')
			.slice(1, 3),
	).toEqual([words, reason]);
});
