import {expect, test} from 'vitest';
import {comparedInputs} from '../../../source/actions/compare/compared-inputs.ts';
import type {Input} from '../../../source/inference/input/input.ts';

const settings = {tolerance: 0, top: 1, isTextNormalised: false};

/** `7 seven` is the request 7 with the label `seven`. */
function inputs(...lines: readonly string[]): readonly Input[] {
	return lines.map((line, index) => {
		const [body = '', label] = line.split(' ');
		return {body, where: `digits.jsonl:${index + 1}`, ...(label !== undefined && {label, labelJson: `"${label}"`})};
	});
}

test.each([
	['other inputs by themselves', ['1 a', '2 b', '3'], [[0, 'a'], [1, 'b'], [2]]],
	['the same one as one, with its one label', ['1', '2', '1 a', '1 a'], [[0, 'a'], [1], [0, 'a'], [0, 'a']]],
	[
		'labels that contradict each other as none',
		['1 a', '2 a', '1 b'],
		[
			[0, '?'],
			[1, 'a'],
			[0, '?'],
		],
	],
] as const)('inputs count %s', (_, lines, expected) => {
	const counted = comparedInputs(inputs(...lines), settings).map(({index, label, isContradicted}) =>
		isContradicted ? [index, '?'] : label === undefined ? [index] : [index, label],
	);
	expect(counted).toEqual(expected);
});

test('labels contradict each other as labels are compared, and each place keeps its own words', () => {
	const loose = {...settings, isTextNormalised: true};
	expect(comparedInputs(inputs('1 Cat', '1 cat'), loose)).toEqual([
		{index: 0, where: 'digits.jsonl:1', body: '1', label: 'Cat', labelJson: '"Cat"', isContradicted: false},
		{index: 0, where: 'digits.jsonl:2', body: '1', label: 'Cat', labelJson: '"Cat"', isContradicted: false},
	]);
});
