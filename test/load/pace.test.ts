import {expect, test} from 'vitest';
import {dueTimes} from '../../source/load/pace.ts';

function first(count: number, pace: Parameters<typeof dueTimes>[0]): readonly number[] {
	const times = dueTimes(pace);
	return Array.from({length: count}, () => times.next().value);
}

test('a constant rate is evenly spaced from the start, and does not drift', () => {
	expect(first(4, {rate: 400, arrival: 'constant', seed: 1})).toEqual([0, 2.5, 5, 7.5]);
	expect(first(100_001, {rate: 30, arrival: 'constant', seed: 1}).at(-1)).toBeCloseTo(100_000 / 0.03, 6);
});

test('poisson arrivals have the rate on average, gaps as of independent clients, and are the same for a seed', () => {
	const pace = {rate: 100, arrival: 'poisson', seed: 7} as const;
	const times = first(20_000, pace);
	const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
	const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
	expect(mean).toBeGreaterThan(9.8);
	expect(mean).toBeLessThan(10.2);
	// Of an exponential distribution 1/e are above the mean.
	const above = gaps.filter(gap => gap > mean).length / gaps.length;
	expect(above).toBeCloseTo(1 / Math.E, 1);
	expect(first(20_000, pace)).toEqual(times);
	expect(first(3, {...pace, seed: 8})).not.toEqual(times.slice(0, 3));
});
