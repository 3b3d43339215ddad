import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {addToBound, boundTest, logEvidenceOfBound} from '../../../source/analysis/statistics/bound-test.ts';
import {addInterval, logEvidence, noWorseTest, worseTest} from '../../../source/analysis/statistics/count-ratio.ts';
import {
	exactInterval,
	wilsonInterval,
	type Interval,
	type Share,
} from '../../../source/analysis/statistics/interval.ts';
import {kolmogorovSmirnov} from '../../../source/analysis/statistics/kolmogorov-smirnov.ts';
import {differenceOfShares, pairedDifference} from '../../../source/analysis/statistics/newcombe.ts';
import {logEvidenceBetter, logEvidenceWorse, pairedSequence} from '../../../source/analysis/statistics/paired-bets.ts';
import {mcnemarTest, type PairCounts} from '../../../source/analysis/statistics/pairs.ts';
import {logEvidenceGreater, quantileSequence} from '../../../source/analysis/statistics/quantiles.ts';
import {logEvidenceAbove, logEvidenceBelow, rateSequence} from '../../../source/analysis/statistics/rate-bound.ts';
import {logEvidenceAround, sampleRatioTest} from '../../../source/analysis/statistics/sample-ratio.ts';
import {requestsForExactTest, type RatioPlan} from '../../../source/analysis/statistics/sample-size.ts';
import {SortedSample} from '../../../source/analysis/statistics/sorted-sample.ts';
import {stabilityIndex} from '../../../source/analysis/statistics/stability-index.ts';

// The answers are those of SciPy, statsmodels and ssrm-test, or of quadratures of the papers' integrals
// (`npm run record:statistics`).

interface Histograms {
	readonly one: readonly number[];
	readonly other: readonly number[];
}

interface BoundCase {
	readonly side: 'below' | 'above';
	readonly limit: number;
	/** Requests and errors. */
	readonly intervals: readonly (readonly [number, number])[];
}

interface QuantileCase {
	readonly size: number;
	readonly quantile: number;
	readonly alpha: number;
}

/** JSON has no infinity. */
function finite(value: number): number | null {
	return Number.isFinite(value) ? value : null;
}

/** Makes the answer of a case as the fixture has it: a number, or an object of numbers. */
type Answer<Case> = (given: Case) => unknown;

function reference<Case>(name: string, answer: Answer<Case>): readonly [string, (given: never) => unknown] {
	return [name, answer];
}

const references = [
	reference('wilson', (given: Share & {alpha: number}): Interval => wilsonInterval(given, given.alpha)),
	reference('exact-share', (given: Share & {alpha: number}): Interval => exactInterval(given, given.alpha)),
	reference('newcombe', ({one, other, alpha}: {one: Share; other: Share; alpha: number}) =>
		differenceOfShares(one, other, alpha),
	),
	reference('newcombe-paired', ({pairs, alpha}: {pairs: PairCounts; alpha: number}) => pairedDifference(pairs, alpha)),
	reference('mcnemar', ({pairs}: {pairs: PairCounts}) => mcnemarTest(pairs)),
	reference('kolmogorov-smirnov', ({one, other}: Histograms) => kolmogorovSmirnov(one, other)),
	reference('kolmogorov-limit', ({size, shift}: {size: number; shift: number}) => {
		const values = Array.from({length: size}, (_, n) => n);
		return kolmogorovSmirnov(
			values,
			values.map(value => value + shift),
		).pValue;
	}),
	reference('stability-index', ({one, other}: Histograms) => stabilityIndex(one, other)),
	reference('sample-ratio', ({weights, counts}: {weights: readonly number[]; counts: readonly number[]}) => {
		const versions = weights.map((weight, version) => ({weight, count: counts[version] ?? 0}));
		return {fixed: sampleRatioTest(versions), evidence: logEvidenceAround(versions, 10_000)};
	}),
	reference('rate-bound', (given: Share & {limit: number}) => ({
		below: logEvidenceBelow(given, given.limit),
		above: logEvidenceAbove(given, given.limit),
	})),
	reference('rate-sequence', (given: Share & {alpha: number}) => rateSequence(given, given.alpha)),
	reference('bound-test', ({side, limit, intervals}: BoundCase) =>
		logEvidenceOfBound(
			intervals.reduce((bound, [requests, errors]) => addToBound(bound, {requests, errors}), boundTest(side, limit)),
		),
	),
	reference('quantile-sequence', ({size, quantile, alpha}: QuantileCase) => {
		const values = Array.from({length: size}, (_, n) => n + 1);
		const {lower, upper} = quantileSequence(new SortedSample(values), quantile, alpha);
		return {lower: finite(lower), upper: finite(upper)};
	}),
	reference('quantiles', ({one, other, quantile, factor}: Histograms & {quantile: number; factor: number}) =>
		logEvidenceGreater(new SortedSample(one), new SortedSample(other), quantile, factor),
	),
	reference('paired-bets', ({pairs, difference}: {pairs: PairCounts; difference: number}) => ({
		better: logEvidenceBetter(pairs, difference),
		worse: logEvidenceWorse(pairs, difference),
	})),
	reference('paired-sequence', ({pairs, alpha}: {pairs: PairCounts; alpha: number}) => pairedSequence(pairs, alpha)),
	reference('count-ratio', ({margin, intervals}: {margin: number | null; intervals: readonly Counted[]}) => ({
		oneByOne: ratioEvidence(margin, intervals, 'one by one'),
		inBursts: ratioEvidence(margin, intervals, 'in bursts'),
	})),
	reference('exact-test', ({plan}: {plan: RatioPlan}) => requestsForExactTest(plan)),
];

/** Requests and errors of the candidate, then of the primary. */
type Counted = readonly [number, number, number, number];

function ratioEvidence(
	margin: number | null,
	intervals: readonly Counted[],
	pattern: 'in bursts' | 'one by one',
): number {
	const start = margin === null ? worseTest(pattern) : noWorseTest(margin, pattern);
	return logEvidence(
		intervals.reduce(
			(test, [own, ownErrors, others, otherErrors]) =>
				addInterval(test, {
					candidate: {requests: own, errors: ownErrors},
					primary: {requests: others, errors: otherErrors},
				}),
			start,
		),
	);
}

test.each(references)('200 cases of %s are as others compute them, to six digits', (name, answer) => {
	const file = join(import.meta.dirname, '..', '..', 'fixtures', 'statistics', `${name}.json`);
	const cases = JSON.parse(readFileSync(file, 'utf8')) as readonly {readonly expected: unknown}[];
	expect(cases).toHaveLength(200);
	const different = cases.filter(given => !isClose(answer(given as never), given.expected));
	expect(different.map(given => [given, answer(given as never)])).toEqual([]);
});

/** Numbers that differ by a millionth of themselves at most, or by 10⁻¹⁰. */
function isClose(found: unknown, expected: unknown): boolean {
	if (found === null || expected === null) return found === expected;
	if (typeof found === 'number' && typeof expected === 'number') {
		return Math.abs(found - expected) <= 1e-10 + 1e-6 * Math.abs(expected);
	}

	const [ours, theirs] = [Object.entries(found ?? {}), new Map(Object.entries(expected ?? {}))];
	return ours.length === theirs.size && ours.every(([key, value]) => isClose(value, theirs.get(key)));
}
