import {expect, test} from 'vitest';
import type {LabelUse} from '../../source/analysis/comparison/result.ts';
import {caveatsOf} from '../../source/report/caveats.ts';
import {names, unsure} from './comparison-result.ts';

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
