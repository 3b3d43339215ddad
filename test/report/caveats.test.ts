import {expect, test} from 'vitest';
import type {LabelUse} from '../../source/analysis/comparison/accuracy-result.ts';
import {caveatsOf} from '../../source/report/caveats.ts';
import {better, names, unsure, worse} from './comparison-result.ts';

const use: LabelUse = {given: 1400, contradictory: 0, classless: 0, areMeasured: false};

test.each<readonly [string, Partial<LabelUse>, readonly string[]]>([
	['nothing where all count', {}, []],
	[
		'how many do not count, and why',
		{contradictory: 1200, classless: 1},
		[
			'1,200 of 1,400 labelled inputs do not count for right answers: the same input has other labels, too',
			'1 of 1,400 labelled inputs does not count for right answers: wisdom-0 names no class, or several',
		],
	],
	[
		'that measures are no classes',
		{classless: 1400, areMeasured: true},
		['labels tell nothing here: wisdom-0 answers numbers, which are no classes'],
	],
	[
		'that no label is ever answered, with one, however long',
		{unanswered: {label: 'two', answer: 'x'.repeat(100)}},
		[`labels tell nothing here, since none is ever answered: for "two" wisdom-0 says "${'x'.repeat(39)}…"`],
	],
])('of labels it is said %s', (_, some, words) => {
	expect(caveatsOf({...unsure, labels: {...use, ...some}}, names)).toEqual(words);
});

test('classes that got surely worse are told beside every verdict but worse, the first ones by name', () => {
	const eight = 'but class 8 got worse: wisdom-0 is right on 80 of 90, wisdom-1 on 52';
	expect(caveatsOf(better, names)).toEqual([eight]);
	expect(caveatsOf(worse, names)).toEqual([]);
	const {accuracy} = better;
	const classes = accuracy?.classes.flatMap(one => (one.gotWorse ? [one, one, one, one, one] : [one])) ?? [];
	expect(caveatsOf({...better, ...(accuracy && {accuracy: {...accuracy, classes}})}, names)).toEqual([
		eight,
		eight,
		eight,
		'and 2 more classes',
	]);
});
