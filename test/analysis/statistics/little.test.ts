import {expect, test} from 'vitest';
import {addToBound, boundTest, logEvidenceOfBound} from '../../../source/analysis/statistics/bound-test.ts';
import {addInterval, logEvidence, noWorseTest, worseTest} from '../../../source/analysis/statistics/count-ratio.ts';
import {exactInterval, wilsonInterval} from '../../../source/analysis/statistics/interval.ts';
import {kolmogorovSmirnov} from '../../../source/analysis/statistics/kolmogorov-smirnov.ts';
import {differenceOfShares, pairedDifference} from '../../../source/analysis/statistics/newcombe.ts';
import {logEvidenceBetter, pairedSequence} from '../../../source/analysis/statistics/paired-bets.ts';
import {mcnemarTest} from '../../../source/analysis/statistics/pairs.ts';
import {logEvidenceGreater, quantileSequence} from '../../../source/analysis/statistics/quantiles.ts';
import {logEvidenceBelow, rateSequence} from '../../../source/analysis/statistics/rate-bound.ts';
import {logEvidenceOfMismatch, sampleRatioTest} from '../../../source/analysis/statistics/sample-ratio.ts';
import {requestsForExactTest} from '../../../source/analysis/statistics/sample-size.ts';
import {SortedSample} from '../../../source/analysis/statistics/sorted-sample.ts';
import {stabilityIndex} from '../../../source/analysis/statistics/stability-index.ts';

const nothing = {count: 0, trials: 0};
const noPairs = {bothGood: 0, bothBad: 0, better: 0, worse: 0};
const enough = Math.log(20);

test('of nothing, nothing is said', () => {
	expect(wilsonInterval(nothing, 0.05)).toEqual({lower: 0, upper: 1});
	expect(exactInterval(nothing, 0.05)).toEqual({lower: 0, upper: 1});
	expect(rateSequence(nothing, 0.05)).toEqual({lower: 0, upper: 1});
	expect(differenceOfShares(nothing, {count: 1, trials: 2}, 0.05)).toEqual({lower: -1, upper: 1});
	expect(pairedDifference(noPairs, 0.05)).toEqual({lower: -1, upper: 1});
	expect(pairedSequence(noPairs, 0.05)).toEqual({lower: -1, upper: 1});
	expect(mcnemarTest(noPairs)).toBe(1);
	expect(logEvidenceBetter(noPairs, 0)).toBeCloseTo(0, 12);
	expect(logEvidence(worseTest())).toBe(0);
	expect(kolmogorovSmirnov([], [1, 2])).toEqual({distance: 0, pValue: 1});
	expect(stabilityIndex([0, 0, 3], [0, 0, 4])).toEqual({index: 0, pValue: 1});
	expect(quantileSequence(new SortedSample(), 0.95, 0.05)).toEqual({lower: -Infinity, upper: Infinity});
	expect(logEvidenceGreater(new SortedSample(), new SortedSample([1]), 0.95)).toBeLessThanOrEqual(0);
	expect(
		sampleRatioTest([
			{count: 0, weight: 90},
			{count: 0, weight: 10},
		]),
	).toBe(1);
	expect(
		logEvidenceOfMismatch([
			{count: 0, weight: 90},
			{count: 0, weight: 10},
		]),
	).toBe(0);
});

test('what does not differ is not told apart, however much there is of it', () => {
	const values = Array.from({length: 2000}, (_, n) => n);
	expect(kolmogorovSmirnov(values, values)).toEqual({distance: 0, pValue: 1});
	expect(requestsForExactTest({errorRate: 0.005, ratio: 1, share: 0.1, alpha: 0.05, power: 0.8})).toBe(Infinity);
});

test('a request to a version of weight 0 is a mismatch for certain', () => {
	const versions = [
		{count: 99, weight: 100},
		{count: 1, weight: 0},
	];
	expect(sampleRatioTest(versions)).toBe(0);
	expect(logEvidenceOfMismatch(versions)).toBe(Infinity);
});

test('more errors than requests are refused', () => {
	const fine = {requests: 3, errors: 1};
	const add = () => addInterval(worseTest(), {primary: fine, candidate: {requests: 1, errors: 2}});
	expect(add).toThrow(new RangeError('2 errors in 1 requests'));
	expect(() => addToBound(boundTest('below', 0.01), {requests: 1, errors: Number.NaN})).toThrow(RangeError);
});

test('an interval without requests to one version, or without errors, says nothing of the ratio', () => {
	const start = noWorseTest(1);
	const onlyPrimary = {primary: {requests: 50, errors: 4}, candidate: {requests: 0, errors: 0}};
	const noErrors = {primary: {requests: 50, errors: 0}, candidate: {requests: 5, errors: 0}};
	expect(logEvidence(addInterval(start, onlyPrimary))).toBeCloseTo(0, 12);
	expect(logEvidence(addInterval(start, noErrors))).toBe(0);
});

test('a burst shows nothing however long it is, but singly counted errors would', () => {
	const burst = {primary: {requests: 900, errors: 0}, candidate: {requests: 100, errors: 60}};
	expect(logEvidence(addInterval(worseTest(), burst))).toBeLessThan(enough);
	expect(logEvidence(addInterval(worseTest('one by one'), burst))).toBeGreaterThan(enough);
});

test('449 requests without an error show a rate below 1 %, and 360 intervals where errors may come in bursts', () => {
	expect(logEvidenceBelow({count: 0, trials: 448}, 0.01)).toBeLessThan(enough);
	expect(logEvidenceBelow({count: 0, trials: 449}, 0.01)).toBeGreaterThan(enough);
	let bound = boundTest('below', 0.01);
	for (let n = 0; n < 359; n++) bound = addToBound(bound, {requests: 20, errors: 0});
	expect(logEvidenceOfBound(bound)).toBeLessThan(enough);
	expect(logEvidenceOfBound(addToBound(bound, {requests: 20, errors: 0}))).toBeGreaterThan(enough);
});

test('a sample keeps its order, whatever the order in which values come', () => {
	const sample = new SortedSample([5, 1]);
	for (const value of [3, 5, 0]) sample.add(value);
	expect(Array.from({length: sample.size}, (_, rank) => sample.at(rank))).toEqual([0, 1, 3, 5, 5]);
	expect([sample.countBelow(5), sample.countUpTo(5), sample.countUpTo(-1), sample.at(5)]).toEqual([3, 5, 0, undefined]);
});
