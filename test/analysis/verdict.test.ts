import {expect, test} from 'vitest';
import {binomialUpperTail} from '../../source/analysis/statistics/functions/binomial.ts';
import {pairedDifference} from '../../source/analysis/statistics/newcombe.ts';
import {pairedSequence} from '../../source/analysis/statistics/paired-bets.ts';
import {judgeAgreement, judgePairs, type Question} from '../../source/analysis/verdict.ts';

const once: Question = {margin: 0.01, alpha: 0.05, looks: 'once'};
const always: Question = {...once, looks: 'always'};

test.each([
	[{bothGood: 850, bothBad: 20, better: 25, worse: 2}, 'better', 'better'],
	[{bothGood: 895, bothBad: 0, better: 1, worse: 1}, 'no worse', 'no worse'],
	[{bothGood: 850, bothBad: 20, better: 2, worse: 25}, 'worse', 'worse'],
	[{bothGood: 850, bothBad: 20, better: 14, worse: 13}, 'not enough data', 'not enough data'],
	[{bothGood: 84_000, bothBad: 2000, better: 1000, worse: 1300}, 'no worse', 'no worse'],
	[{bothGood: 30, bothBad: 0, better: 0, worse: 0}, 'not enough data', 'not enough data'],
] as const)('of %j the verdict is %s at one look, %s at every look', (pairs, atOnce, atEvery) => {
	expect([judgePairs(pairs, once).verdict, judgePairs(pairs, always).verdict]).toEqual([atOnce, atEvery]);
});

test.each([
	[{count: 897, trials: 897}, 'no worse', 'no worse'],
	[{count: 890, trials: 897}, 'not enough data', 'not enough data'],
	[{count: 860, trials: 897}, 'worse', 'worse'],
] as const)('of an agreement of %j the verdict is %s at one look, %s at every look', (share, atOnce, atEvery) => {
	expect([judgeAgreement(share, once).verdict, judgeAgreement(share, always).verdict]).toEqual([atOnce, atEvery]);
});

test('where just the margin is answered differently, few inputs are not called worse more often than is said', () => {
	const question: Question = {margin: 0.01, alpha: 0.0125, looks: 'once'};
	for (const trials of [1, 2, 6, 12, 30, 100, 897]) {
		const isWorse = (differing: number): boolean =>
			judgeAgreement({count: trials - differing, trials}, question).verdict === 'worse';
		const least = Array.from({length: trials + 1}, (_, differing) => differing).find(isWorse);
		expect(least === undefined ? 0 : binomialUpperTail(least, trials, 0.01)).toBeLessThanOrEqual(0.0125 / 2);
	}
});

test('a verdict keeps the interval that it was read from', () => {
	const pairs = {bothGood: 850, bothBad: 20, better: 25, worse: 2};
	expect(judgePairs(pairs, once).difference).toEqual(pairedDifference(pairs, 0.05));
	expect(judgePairs(pairs, always).difference).toEqual(pairedSequence(pairs, 0.05));
	expect(judgeAgreement({count: 0, trials: 0}, once).difference).toEqual({lower: -1, upper: 0});
});

test.each([0.001, 0.01, 0.05])(
	'where as many answers differ as the margin of %s allows, few are called worse',
	margin => {
		for (const trials of [1, 2, 5, 10, 12, 20, 57, 100, 397]) {
			let called = 0;
			let term = (1 - margin) ** trials;
			for (let differing = 0; differing <= trials; differing++) {
				const share = {count: trials - differing, trials};
				if (judgeAgreement(share, {...once, margin}).verdict === 'worse') called += term;
				term *= ((trials - differing) / (differing + 1)) * (margin / (1 - margin));
			}

			expect(called, `of ${trials}`).toBeLessThanOrEqual(once.alpha / 2);
		}
	},
);
