import {expect, test} from 'vitest';
import {exitCodeFor, judgeExpectations, type Expectations} from '../../source/load/expectations.ts';
import type {LoadCounts} from '../../source/load/measure.ts';

const none: LoadCounts = {requests: 0, failed: 0, dropped: 0, good: 0, slow: 0};

function judged(expectations: Expectations, counts: Partial<LoadCounts>, isInterrupted = false) {
	const shown = {elapsedMs: 10_000, isInterrupted, versions: []};
	const [result] = judgeExpectations(expectations, {...none, ...counts}, shown);
	return [result?.verdict, result?.seen];
}

test.for([
	// Where 1 % fail, none of 299 do in fewer than 5 % of tests (0.99²⁹⁹), but one of 10 at least does in 9.6 %.
	[{maxErrorRate: 0.01}, {requests: 299}, 'met', '0 of 299 failed'],
	[{maxErrorRate: 0.01}, {requests: 298}, 'not enough to tell', '0 of 298 failed'],
	[{maxErrorRate: 0.01}, {requests: 10, failed: 1}, 'not enough to tell', '1 of 10 failed'],
	[{maxErrorRate: 0.01}, {requests: 268, failed: 3}, 'not enough to tell', '3 of 268 failed'],
	[{maxErrorRate: 0.01}, {requests: 268, failed: 9}, 'not met', '9 of 268 failed'],
	[{maxErrorRate: 0}, {requests: 1000, failed: 1}, 'not met', '1 of 1000 failed'],
	[{maxErrorRate: 0}, {requests: 10}, 'met', '0 of 10 failed'],
	[{maxErrorRate: 0}, {}, 'not enough to tell', '0 of 0 failed'],
	[{maxP95Ms: 200}, {requests: 1000, slow: 30}, 'met', '30 of 1000 were slower, failed or were dropped'],
	[
		{maxP95Ms: 200},
		{requests: 900, dropped: 100, slow: 130},
		'not met',
		'130 of 1000 were slower, failed or were dropped',
	],
	[{maxP95Ms: 200}, {requests: 20}, 'not enough to tell', '0 of 20 were slower, failed or were dropped'],
	[{minGoodput: 95}, {requests: 1000, good: 1000}, 'met', '100.0/s'],
	[{minGoodput: 95}, {requests: 1000, good: 955}, 'not enough to tell', '95.5/s'],
	[{minGoodput: 95}, {requests: 900, dropped: 100, good: 900}, 'not met', '90.0/s'],
	[{minGoodput: 95}, {}, 'not enough to tell', '0.0/s'],
] as const)('%o of %o is %s', ([expectations, counts, verdict, seen]) => {
	expect(judged(expectations, counts)).toEqual([verdict, seen]);
});

test('an interrupted run must show more, since whoever ended it had looked', () => {
	expect(judged({maxErrorRate: 0.01}, {requests: 300}, true)[0]).toBe('not enough to tell');
	expect(judged({maxErrorRate: 0.01}, {requests: 449}, true)[0]).toBe('met');
});

test('the version that shall answer must answer everything', () => {
	const verdict = (...versions: readonly (readonly [string | undefined, number])[]) => {
		const shown = versions.map(([version, requests]) => ({version, requests, failed: 0, buckets: []}));
		const facts = {elapsedMs: 1, isInterrupted: false, versions: shown};
		const [result] = judgeExpectations({version: 'wisdom-1'}, none, facts);
		return [result?.verdict, result?.seen];
	};
	expect(verdict(['wisdom-1', 5])).toEqual(['met', '5 of wisdom-1']);
	expect(verdict(['wisdom-1', 5], ['wisdom-0', 1])).toEqual(['not met', '5 of wisdom-1, 1 of wisdom-0']);
	expect(verdict(['wisdom-1', 5], [undefined, 1])).toEqual(['not met', '5 of wisdom-1, 1 of no version']);
	expect(verdict()).toEqual(['not enough to tell', 'no answer']);
});

test('one that is not met decides the exit code, then one that cannot be told', () => {
	const results = (...verdicts: readonly ('met' | 'not met' | 'not enough to tell')[]) =>
		verdicts.map(verdict => ({expectation: '', verdict, seen: ''}));
	expect(exitCodeFor(results())).toBe(0);
	expect(exitCodeFor(results('met'))).toBe(0);
	expect(exitCodeFor(results('met', 'not enough to tell'))).toBe(3);
	expect(exitCodeFor(results('not enough to tell', 'not met'))).toBe(1);
});
