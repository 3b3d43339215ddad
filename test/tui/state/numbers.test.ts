import {expect, test} from 'vitest';
import {nothingMeasured} from '../../../source/metrics/numbers.ts';
import {mergeNumbers} from '../../../source/tui/state/numbers.ts';

const basis = {count: 20, at: new Date('2026-01-01T12:00:00Z')};

test('errors and latencies are of a test only where all traffic tells none, and say so', () => {
	const measured = new Map([
		['wisdom-0', {...nothingMeasured, requestsPerSecond: 118.4, errorShare: 0, p95Ms: 38}],
		['wisdom-1', {...nothingMeasured, requestsPerSecond: 0}],
	]);
	const tested = new Map([
		['wisdom-0', {...nothingMeasured, errorShare: 0.5, p95Ms: 41, test: basis}],
		['wisdom-1', {...nothingMeasured, errorShare: 0.05, p95Ms: 62, test: basis}],
		['wisdom-2', {...nothingMeasured, errorShare: 0, test: basis}],
	]);
	expect(mergeNumbers(measured, tested)).toEqual(
		new Map([
			['wisdom-0', {...nothingMeasured, requestsPerSecond: 118.4, errorShare: 0, p95Ms: 38}],
			['wisdom-1', {...nothingMeasured, requestsPerSecond: 0, errorShare: 0.05, p95Ms: 62, test: basis}],
			['wisdom-2', {...nothingMeasured, errorShare: 0, test: basis}],
		]),
	);
});

test('nothing is known where nothing was measured', () => {
	expect(mergeNumbers(undefined, undefined).size).toBe(0);
});
