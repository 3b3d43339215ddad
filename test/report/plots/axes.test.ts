import {expect, test} from 'vitest';
import {logTicksBetween, ticksBetween} from '../../../source/report/plots/axes.ts';

test('numbers of an axis are round ones', () => {
	expect(ticksBetween(-0.083, 0.012)).toEqual([-0.08, -0.06, -0.04, -0.02, 0]);
	expect(ticksBetween(0, 58)).toEqual([0, 20, 40]);
	expect(ticksBetween(3, 3)).toEqual([3]);
	expect(ticksBetween(0, Number.POSITIVE_INFINITY)).toEqual([0]);
});

test('those of an axis of logarithms are 1, 2 and 5, or powers of ten where it is long', () => {
	expect(logTicksBetween(5, 98)).toEqual([5, 10, 20, 50]);
	expect(logTicksBetween(43, 98)).toEqual([60, 80]);
	expect(logTicksBetween(0.5, 5000)).toEqual([1, 10, 100, 1000]);
	expect(logTicksBetween(1e-300, 1e300)).toEqual([1e-300, 1e300]);
});
