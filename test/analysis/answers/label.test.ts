import {expect, test} from 'vitest';
import {labelOf} from '../../../source/analysis/answers/label.ts';
import type {OutputTensor} from '../../../source/analysis/answers/output.ts';

const settings = {tolerance: 0, top: 1, isTextNormalised: false};
const label: OutputTensor = {name: 'predict', datatype: 'INT64', shape: [1, 1], data: [7]};
const probabilities: OutputTensor = {name: 'p', datatype: 'FP32', shape: [1, 3], data: [[0.1, 0.7, 0.2]]};
const text: OutputTensor = {name: 't', datatype: 'BYTES', shape: [1], data: ['spam']};
const number: OutputTensor = {name: 'n', datatype: 'FP32', shape: [1], data: [0.5]};

test.each([
	['a label before probabilities', [probabilities, label], '7'],
	['the most probable class', [number, probabilities], '1'],
	['a text', [number, text], 'spam'],
	['nothing of a number', [number], undefined],
	['a whole number, as some servers answer classes', [number, {...number, data: [3]}], '3'],
	['nothing of two inputs', [{...label, shape: [2], data: [7, 8]}], undefined],
	[
		'nothing of the probabilities of two inputs',
		[{...probabilities, shape: [2, 3], data: [0.1, 0.7, 0.2, 1, 0, 0]}],
		undefined,
	],
	['nothing of no outputs', [], undefined],
] as const)('the label of an answer is %s', (_, outputs, expected) => {
	expect(labelOf(outputs, settings)).toBe(expected);
});
