import {expect, test} from 'vitest';
import {addInterval, noWorseTest, worseTest} from '../../../source/analysis/statistics/count-ratio.ts';
import {
	forecastText,
	pairsToDecide,
	requestsToBound,
	requestsToDecide,
} from '../../../source/analysis/statistics/forecast.ts';

const plan = {errorRate: 0.005, ratio: 1, share: 0.1, alpha: 0.05};

test.each([
	[30, 20, 'about 2 s at 20/s'],
	[1980, 20, 'about 99 s at 20/s'],
	[21_600, 20, 'about 18 min at 20/s'],
	[400_000, 20, 'about 6 h at 20/s'],
	[40_000_000, 20, 'about 23 days at 20/s'],
	[0, 0.5, 'about 0 s at 0.5/s'],
	[Infinity, 20, 'never at 20/s'],
])('%d requests at %d/s: %s', (requests, rate, text) => {
	expect(forecastText(requests, rate)).toBe(text);
});

test('what can be told at once takes no more requests, and what is not so is never shown', () => {
	const fault = {primary: {requests: 90, errors: 0}, candidate: {requests: 10, errors: 1}};
	let shown = worseTest();
	for (let n = 0; n < 5; n++) shown = addInterval(shown, fault);
	expect(requestsToDecide(shown, plan)).toBe(0);
	expect(requestsToDecide(worseTest(), plan)).toBe(Infinity);
	expect(requestsToDecide(noWorseTest(1), {...plan, ratio: 2})).toBe(Infinity);
	expect(requestsToBound({count: 0, trials: 0}, 0.01, 0.01, 0.05)).toBe(Infinity);
	expect(pairsToDecide({bothGood: 0, bothBad: 0, better: 0, worse: 0}, 0, 0.05)).toBe(Infinity);
});

test('what was seen shortens what is still needed', () => {
	expect(requestsToBound({count: 0, trials: 0}, 0, 0.01, 0.05)).toBe(449);
	expect(requestsToBound({count: 0, trials: 400}, 0, 0.01, 0.05)).toBe(49);
	const whole = requestsToDecide(noWorseTest(1), plan);
	const good = {primary: {requests: 90, errors: 1}, candidate: {requests: 10, errors: 0}};
	expect(requestsToDecide(addInterval(noWorseTest(1), good), plan)).toBeLessThan(whole);
	expect(pairsToDecide({bothGood: 96, bothBad: 2, better: 1, worse: 1}, -0.02, 0.05)).toBe(403);
});
