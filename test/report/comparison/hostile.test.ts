import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import type {ComparisonResult} from '../../../source/analysis/comparison/result.ts';
import {comparisonReport} from '../../../source/report/comparison/comparison-report.ts';
import {randomCases} from '../../helpers/random-cases.ts';
import {names, origin, unlabelled, worse} from '../comparison-result.ts';
import {readText, tagsOf} from '../page-parts.ts';
import {hostileText, withTexts} from '../with-texts.ts';

/** A result in which every part of a page has something to say. */
const full: ComparisonResult = {
	...worse,
	contract: [
		{
			of: 'output',
			name: 'scores',
			difference: 'shape',
			primary: 'FP32 [1,10]',
			candidate: 'FP32 [10]',
			seen: {answers: 9},
		},
	],
	forecast: {of: 'inputs', words: 'no number of inputs is enough'},
	labels: {given: 9, contradictory: 1, classless: 1, areMeasured: false, unanswered: {label: 'two', answer: '2'}},
};
const tags = tagsOf(comparisonReport(full, names, origin));

test('no text of a cluster, a file or an answer makes a tag, an attribute or a script, in HTML or in a plot', () => {
	fc.assert(
		fc.property(hostileText, text => {
			const page = comparisonReport(
				withTexts(full, () => text),
				withTexts(names, () => text),
				withTexts(origin, () => text),
			);
			expect([...tagsOf(page)].filter(tag => !tags.has(tag))).toEqual([]);
		}),
		{numRuns: randomCases(8)},
	);
});

test('a page stays small, whatever models answer, and says what it left out', () => {
	const long = 'x'.repeat(5000);
	const many = <Value>(values: readonly Value[] = []): readonly Value[] =>
		Array.from({length: 200}, () => values).flat();
	const {accuracy} = worse;
	const huge: ComparisonResult = {
		...full,
		...(accuracy && {
			accuracy: {
				...accuracy,
				classes: many(accuracy.classes),
				confusion: {...accuracy.confusion, labels: many(accuracy.confusion.labels)},
			},
		}),
		agreement: {...full.agreement, outputs: many(full.agreement.outputs)},
		contract: many(full.contract),
		disagreements: many(full.disagreements),
		drift: many(full.drift),
		candidate: {...full.candidate, failures: many(full.candidate.failures)},
	};
	const page = comparisonReport(
		withTexts(huge, text => text + long),
		withTexts(names, () => long),
		withTexts(origin, () => long),
	);
	expect(page.length).toBeLessThan(600_000);
	expect(readText(page)).toContain('12 of 600 inputs with other answers');
	expect(page).toContain('20 of 200 are shown');
});

test('a comparison without one good answer has a page as well', () => {
	const none = {count: 0, trials: 0};
	const page = comparisonReport(
		{
			...unlabelled,
			primary: {failed: {count: 9, trials: 9}, failedInterval: {lower: 0.7, upper: 1}, failures: []},
			candidate: {failed: {count: 9, trials: 9}, failedInterval: {lower: 0.7, upper: 1}, failures: []},
			agreement: {
				...full.agreement,
				agreeing: none,
				interval: {lower: 0, upper: 1},
				difference: {lower: -1, upper: 0},
				outputs: [],
			},
			latency: [],
			histogram: {edges: [], primary: [], candidate: []},
			disagreements: [],
		},
		names,
		origin,
	);
	expect(page).not.toMatch(/NaN|Infinity|undefined/);
});
