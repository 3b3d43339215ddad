import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {coalesce} from '../../source/snapshot/coalesce.ts';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

test('the first call is answered soon, many in an interval once at its end, none without a call', () => {
	const runs: number[] = [];
	const call = coalesce(() => runs.push(performance.now()), 100, new AbortController().signal);
	const start = performance.now();
	call();
	vi.advanceTimersByTime(1);
	for (let index = 0; index < 50; index++) {
		call();
		vi.advanceTimersByTime(1);
	}

	vi.advanceTimersByTime(1000);
	call();
	vi.advanceTimersByTime(1);
	expect(runs.map(at => Math.round((at - start) / 10) * 10)).toEqual([0, 100, 1050]);
});

test('nothing runs after the signal', () => {
	const ending = new AbortController();
	const run = vi.fn();
	const call = coalesce(run, 100, ending.signal);
	call();
	ending.abort();
	call();
	vi.advanceTimersByTime(1000);
	expect(run).not.toHaveBeenCalled();
});
