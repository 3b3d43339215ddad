import {expect, test} from 'vitest';
import {labelsOf} from '../../../source/analysis/answers/label.ts';
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
	['a whole number, as some servers answer classes', [number, {...number, name: 'm', data: [3]}], '3'],
	['nothing of two inputs', [{...label, shape: [2], data: [7, 8]}], undefined],
	[
		'nothing of the probabilities of two inputs',
		[{...probabilities, shape: [2, 3], data: [0.1, 0.7, 0.2, 1, 0, 0]}],
		undefined,
	],
	['nothing of no outputs', [], undefined],
] as const)('the label of an answer is %s', (_, outputs, expected) => {
	expect(labelsOf(outputs, outputs, settings)).toMatchObject({primary: expected, candidate: expected});
	expect(labelsOf([], outputs, settings)).toMatchObject({primary: undefined, candidate: expected});
});

const other = {...label, name: 'other', data: [3]};
const loose = {...settings, isTextNormalised: true};

test.each([
	['of the same output, wherever it stands', [label, other], [other, label], settings, ['7', '7']],
	['of no other output', [label], [other], settings, ['7', undefined]],
	['one where numbers agree', [{...number, data: [1]}], [{...number, data: [1 + 1e-9]}], near(1e-6), ['1', '1']],
	['two where numbers do not', [{...number, data: [1]}], [{...number, data: [2]}], near(1e-6), ['1', '2']],
	['in the form in which texts are compared', [text], [{...text, data: ['Spam ']}], loose, ['spam', 'spam']],
] as const)('the labels of two answers are %s', (_, primary, candidate, how, [one, two]) => {
	expect(labelsOf(primary, candidate, how)).toEqual({primary: one, candidate: two, isMeasured: false});
});

test('a number with a fraction is a measure, and no class', () => {
	expect(labelsOf([number], [number], settings).isMeasured).toBe(true);
	expect(labelsOf([{...label, shape: [2], data: [7, 8]}], [], settings).isMeasured).toBe(false);
});

function near(tolerance: number) {
	return {...settings, tolerance};
}
