import {expect, test} from 'vitest';
import {compareAnswers} from '../../../source/analysis/answers/compare-answers.ts';
import type {OutputTensor, RuleSettings} from '../../../source/analysis/answers/output.ts';

const settings: RuleSettings = {tolerance: 1e-3, top: 1, isTextNormalised: false};

function output(datatype: string, data: readonly unknown[], shape: readonly number[] = [data.length]): OutputTensor {
	return {name: 'y', datatype, shape, data};
}

function compared(one: OutputTensor, other: OutputTensor, changed: Partial<RuleSettings> = {}): readonly unknown[] {
	const {outputs} = compareAnswers([one], [other], {...settings, ...changed});
	return outputs.map(({rule, contract, agrees, distance}) => [
		rule ?? contract,
		agrees,
		Math.round(distance * 1e6) / 1e6,
	]);
}

const json = (value: unknown): string => JSON.stringify(value);

test.each([
	['labels that are the same', output('INT64', [1, 2]), output('INT64', [1, 2]), {}, ['labels', true, 0]],
	['one label of two', output('INT64', [1, 2]), output('INT64', [1, 3]), {}, ['labels', false, 0.5]],
	[
		'numbers within the tolerance',
		output('FP32', [100, -7]),
		output('FP32', [100.05, -7]),
		{},
		['numbers', true, 0.0005],
	],
	['numbers beyond it', output('FP32', [100]), output('FP32', [101]), {}, ['numbers', false, 0.009901]],
	['numbers a little beyond it', output('FP32', [100]), output('FP32', [100.15]), {}, ['numbers', false, 0.001498]],
	['shares of no whole', output('FP32', [0.5, 0.7]), output('FP32', [0.5, 0.7]), {}, ['numbers', true, 0]],
	['numbers near 0, absolutely', output('FP64', [1e-9]), output('FP64', [2e-9]), {}, ['numbers', true, 0]],
	['null for a number', output('FP64', [1]), output('FP64', [null]), {}, ['numbers', false, 1]],
	[
		'probabilities with the same first class',
		output('FP32', [0.7, 0.2, 0.1, 0.1, 0.8, 0.1], [2, 3]),
		output('FP32', [0.6, 0.3, 0.1, 0.1, 0.8, 0.1], [2, 3]),
		{},
		['probabilities', true, 0.1],
	],
	[
		'probabilities with another first class, nested',
		output('FP32', [[0.5, 0.4, 0.1]], [1, 3]),
		output('FP32', [[0.4, 0.5, 0.1]], [1, 3]),
		{},
		['probabilities', false, 0.1],
	],
	[
		'probabilities with the same first two classes',
		output('FP32', [0.5, 0.4, 0.1], [1, 3]),
		output('FP32', [0.4, 0.5, 0.1], [1, 3]),
		{top: 2},
		['probabilities', true, 0.1],
	],
	['text as it stands', output('BYTES', ['Yes']), output('BYTES', ['yes ']), {}, ['text', false, 1]],
	[
		'text, normalised',
		output('BYTES', ['Yes\n ﬁne']),
		output('BYTES', ['yes fine ']),
		{isTextNormalised: true},
		['text', true, 0],
	],
	[
		'JSON whose keys have another order',
		output('BYTES', [json({a: 1, b: [1, {c: 'x'}]})]),
		output('BYTES', [json({b: [1.0001, {c: 'x'}], a: 1})]),
		{},
		['json', true, 0],
	],
	[
		'JSON with another leaf, and one more',
		output('BYTES', [json({a: 1, b: {c: 'x'}})]),
		output('BYTES', [json({a: 1, b: {c: 'y'}, d: null})]),
		{},
		['json', false, 0.666667],
	],
	['an object where a list was', output('BYTES', ['{"0":1}']), output('BYTES', ['[1]']), {}, ['json', false, 1]],
	['what is no JSON any more', output('BYTES', ['{"a":1}']), output('BYTES', ['{"a":']), {}, ['json', false, 1]],
	['another datatype', output('INT64', [1]), output('INT32', [1]), {}, ['datatype', false, 1]],
	['another shape', output('INT64', [1], [1]), output('INT64', [1], [1, 1]), {}, ['shape', false, 1]],
	[
		'fewer values than the shape says',
		output('INT64', [1, 2], [2]),
		output('INT64', [1], [2]),
		{},
		['labels', false, 0.5],
	],
] as const)('%s', (_, one, other, changed, expected) => {
	expect(compared(one, other, changed)).toEqual([expected]);
});

test('an output that is missing is a disagreement, one that is new is told', () => {
	const [a, b, c] = ['a', 'b', 'c'].map(name => ({...output('INT64', [1]), name}));
	if (!a || !b || !c) throw new Error('no outputs');
	expect(compareAnswers([a, b], [a, c], settings)).toEqual({
		agrees: false,
		distance: 1,
		outputs: [
			{output: 'a', rule: 'labels', agrees: true, distance: 0, contract: undefined},
			{output: 'b', rule: undefined, agrees: false, distance: 1, contract: 'missing'},
			{output: 'c', rule: undefined, agrees: true, distance: 0, contract: 'new'},
		],
	});
	expect(compareAnswers([a], [a, c], settings)).toMatchObject({agrees: true, distance: 0});
});

const loose = (datatype: string, data: readonly unknown[]): OutputTensor => ({
	...output(datatype, data),
	isLoose: true,
});

test('numbers whose protocol has no datatypes are compared by their values, written with a point or not', () => {
	expect(compared(loose('FP64', [3.5, 2]), loose('INT64', [4, 2]))).toEqual([['numbers', false, 0.125]]);
	expect(compared(loose('INT64', [4]), loose('FP64', [4.001]))).toEqual([['numbers', true, 0.00025]]);
	expect(compared(loose('INT64', [1, 0]), loose('FP64', [0.9, 0.1]))).toEqual([['probabilities', true, 0.1]]);
	expect(compared(loose('INT64', [4]), loose('INT64', [5]))).toEqual([['labels', false, 1]]);
	expect(compared(loose('INT64', [4]), output('FP64', [4]))).toEqual([['datatype', false, 1]]);
});

test('an output that answers need not have is a disagreement where one version lacks it, and no contract', () => {
	const [text, calls] = [output('BYTES', ['7']), {...loose('BYTES', ['{"name":"count"}']), name: 'tool_calls'}];
	const [same, other] = [
		{output: 'y', rule: 'text', agrees: true, distance: 0, contract: undefined},
		{output: 'tool_calls', rule: undefined, agrees: false, distance: 1, contract: undefined},
	];
	expect(compareAnswers([text, calls], [text], settings).outputs).toEqual([same, other]);
	expect(compareAnswers([text], [text, calls], settings).outputs).toEqual([same, other]);
});

test('an answer of two hundred thousand outputs is compared like others', () => {
	const many = Array.from({length: 200_000}, (_, index) => ({...output('INT64', []), name: String(index)}));
	expect(compareAnswers(many, [], settings)).toMatchObject({agrees: false, distance: 1});
});

test('an answer that is nested a hundred thousand times is compared like others', () => {
	const deep = (leaf: string): string => '['.repeat(100_000) + leaf + ']'.repeat(100_000);
	expect(compared(output('BYTES', [deep('1')]), output('BYTES', [deep('2')]))).toEqual([['json', false, 1]]);
});
