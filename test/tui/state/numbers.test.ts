import {expect, test} from 'vitest';
import type {VersionNumbers} from '../../../source/metrics/numbers.ts';
import {mergeNumbers} from '../../../source/tui/state/numbers.ts';

const unknown: VersionNumbers = {
	requestsPerSecond: undefined,
	errorShare: undefined,
	p50Ms: undefined,
	p95Ms: undefined,
	p95History: [],
};

test('what all traffic says comes before what tests say, number by number', () => {
	const measured = new Map([['wisdom-0', {...unknown, requestsPerSecond: 118.4}]]);
	const tested = new Map([
		['wisdom-0', {...unknown, requestsPerSecond: 2, p95Ms: 41, p95History: [41]}],
		['wisdom-1', {...unknown, errorShare: 0}],
	]);
	expect(mergeNumbers(measured, tested)).toEqual(
		new Map([
			['wisdom-0', {...unknown, requestsPerSecond: 118.4, p95Ms: 41, p95History: [41]}],
			['wisdom-1', {...unknown, errorShare: 0}],
		]),
	);
});

test('nothing is known where nothing was measured', () => {
	expect(mergeNumbers(undefined, undefined).size).toBe(0);
});
