import {expect, test} from 'vitest';
import {checkAgainst} from '../../../source/inference/input/check-input.ts';

const metadata = {
	name: 'wisdom-0',
	inputs: [
		{name: 'pixels', datatype: 'FP32', shape: [-1, 4]},
		{name: 'title', datatype: 'BYTES', shape: ['1']},
	],
};
const title = {name: 'title', datatype: 'BYTES', shape: [1], data: ['seven']};
const pixels = {name: 'pixels', datatype: 'FP32', shape: [1, 4], data: [1, 2, 3, 4]};
const check = (...inputs: readonly unknown[]) =>
	checkAgainst(metadata, {body: JSON.stringify({inputs}), where: 'digits.jsonl:7'});

test.for<[string, readonly unknown[]]>([
	['flat data', [pixels, title]],
	[
		'nested data, in another order',
		[
			title,
			{
				...pixels,
				data: [
					[1, 2],
					[3, [4]],
				],
			},
		],
	],
	['an open size of any value', [title, {...pixels, shape: [2, 4], data: [1, 2, 3, 4, 5, 6, 7, 8]}]],
	['a size that is left open', [title, {...pixels, shape: [-1, 4]}]],
	['words that are numbers, and none', [title, {...pixels, data: ['1', ' 2.5', 'NaN', null]}]],
	['no elements', [title, {...pixels, shape: [0, 4], data: []}]],
])('a request that fits the metadata is well: %s', ([, inputs]) => {
	expect(check(...inputs)).toBeUndefined();
});

test.for<[string, readonly unknown[]]>([
	['digits.jsonl:7 has no input "title", which the model asks for', [pixels]],
	['digits.jsonl:7 has an input "x", the model has "pixels", "title"', [pixels, title, {...pixels, name: 'x'}]],
	['digits.jsonl:7 has an input without a name', [7, title]],
	['digits.jsonl:7: input "pixels" has datatype "FP64", the model takes "FP32"', [{...pixels, datatype: 'FP64'}]],
	['digits.jsonl:7: input "pixels" has datatype none, the model takes "FP32"', [{...pixels, datatype: 32}]],
	['digits.jsonl:7: input "pixels" has no shape', [{...pixels, shape: 4}]],
	['digits.jsonl:7: input "pixels" has shape [1,3], the model takes [-1,4]', [{...pixels, shape: [1, 3]}]],
	['digits.jsonl:7: input "pixels" has shape [4], the model takes [-1,4]', [{...pixels, shape: [4]}]],
	['digits.jsonl:7: input "pixels" has shape [1,"4"], the model takes [-1,4]', [{...pixels, shape: [1, '4']}]],
	['digits.jsonl:7: input "title" has shape [2], the model takes [1]', [{...title, shape: [2]}]],
	['digits.jsonl:7: input "pixels" has no list of data', [{...pixels, data: 'x'}]],
	['digits.jsonl:7: input "pixels" has 3 elements, its shape [1,4] asks for 4', [{...pixels, data: [1, [2, 3]]}]],
	['digits.jsonl:7: input "pixels" has "two" among its data, which is no FP32', [{...pixels, data: [1, 'two', 3, 4]}]],
	['digits.jsonl:7: input "pixels" has "" among its data, which is no FP32', [{...pixels, data: ['', 2, 3, 4]}]],
	['digits.jsonl:7: input "pixels" has an object among its data, which is no FP32', [{...pixels, data: [1, 2, 3, {}]}]],
])('what does not fit is told: %s', ([message, inputs]) => {
	expect(check(...inputs)).toBe(message);
});

test('long names are cut', () => {
	expect(check({...pixels, name: 'x'.repeat(1e6)})).toBe(
		`digits.jsonl:7 has an input "${'x'.repeat(79)}…, the model has "pixels", "title"`,
	);
});

test.for<[string, unknown]>([
	['no inputs', {name: 'wisdom-0', inputs: []}],
	['nothing', undefined],
	['inputs without names', {inputs: [7, {}]}],
])('metadata with %s check nothing', ([, silent]) => {
	expect(checkAgainst(silent, {body: '{"inputs":[{}]}', where: 'x'})).toBeUndefined();
});

test('a request of another protocol is not checked', () => {
	expect(checkAgainst(metadata, {body: '{"instances":[[1]]}', where: 'x'})).toBeUndefined();
});

test('an input whose metadata tell a name alone is checked by its data alone', () => {
	const inputs = (data: unknown) => ({body: JSON.stringify({inputs: [{name: 'x', shape: [2], data}]}), where: 'f'});
	expect(checkAgainst({inputs: [{name: 'x'}]}, inputs([1, 2]))).toBeUndefined();
	expect(checkAgainst({inputs: [{name: 'x'}]}, inputs([1]))).toBe(
		'f: input "x" has 1 elements, its shape [2] asks for 2',
	);
});
