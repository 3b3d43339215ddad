import {describe, expect, it, vi} from 'vitest';
import {backoff, wait} from '../../source/kube/wait.ts';

describe('backoff', () => {
	it.each([
		[1, 250],
		[2, 500],
		[3, 1000],
		[8, 30_000],
		[1000, 30_000],
	])('after %i failures is %i ms, give or take half of that', (failures, expected) => {
		expect(backoff(failures, () => 0.5)).toBe(expected);
		expect(backoff(failures, () => 0)).toBe(expected / 2);
		expect(backoff(failures, () => 1)).toBe(expected * 1.5);
	});
});

describe('wait', () => {
	it('ends after its time', async () => {
		vi.useFakeTimers();
		const over = vi.fn<() => void>();
		const waiting = wait(1000).then(over);
		await vi.advanceTimersByTimeAsync(999);
		expect(over).not.toHaveBeenCalled();
		await vi.advanceTimersByTimeAsync(1);
		await waiting;
		expect(over).toHaveBeenCalledOnce();
		vi.useRealTimers();
	});

	it('ends at once when its signal aborts, or has aborted', async () => {
		const stop = new AbortController();
		const waiting = wait(1_000_000, stop.signal);
		stop.abort();
		await waiting;
		await wait(1_000_000, stop.signal);
	});
});
