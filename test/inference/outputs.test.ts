import {expect, test} from 'vitest';
import {AnswerSample} from '../../source/inference/compare.ts';
import {differingOutputs, outputWords, readAnswer, type ModelAnswer} from '../../source/inference/outputs.ts';

function answer(outputs: readonly unknown[]): ModelAnswer {
	const found = readAnswer(JSON.stringify({model_name: 'wisdom', outputs}));
	if (!found) throw new Error('this is no answer');
	return found;
}

test.each<readonly [string, unknown, string | undefined]>([
	['V2', {model_name: 'w', model_version: 'v1', outputs: [{name: 'predict', data: [7]}]}, 'w/v1 predict=[7]'],
	['V1', {predictions: [1, [2, 3]]}, ' predictions=[1,[2,3]]'],
	['long', {predictions: Array.from({length: 9}, () => 1)}, ' predictions=[1,1,1,1,1,1,1,1,…]'],
	['wide', {predictions: ['x'.repeat(99)]}, ` predictions=["${'x'.repeat(39)}…]`],
	['hostile outputs', {outputs: [null, {data: 'x'}]}, ' =[] =[]'],
	['an error', {error: 'no model'}, undefined],
	['predictions that are none', {predictions: 7}, undefined],
])('an answer in %s is read', (_, body, words) => {
	const read = readAnswer(JSON.stringify(body));
	expect(read && `${read.model} ${outputWords(read)}`).toBe(words);
	expect(readAnswer('no JSON')).toBeUndefined();
});

test.each(['{"outputs":[{"name":"y","data":…}]}', '{"predictions":…}'])(
	'an answer that is nested a hundred thousand times shows nothing: %s',
	body => {
		expect(readAnswer(body.replace('…', '['.repeat(100_000) + ']'.repeat(100_000)))).toBeUndefined();
	},
);

test('of an answer with very many outputs the first hundred count', () => {
	const outputs = Array.from({length: 100_000}, (_, index) => ({name: `o${index}`, data: [index]}));
	const many = answer(outputs);
	expect(many.outputs).toHaveLength(100);
	expect(differingOutputs(many, many)).toEqual([]);
});

test('outputs differ by any of their values, also those that are not shown, and where one is missing', () => {
	const values = Array.from({length: 20}, () => 1);
	const one = answer([
		{name: 'a', data: [1]},
		{name: 'b', data: values},
		{name: 'c', data: [1]},
	]);
	const other = answer([
		{name: 'd', data: [1]},
		{name: 'b', data: values.with(19, 2)},
		{name: 'a', data: [1]},
	]);
	expect(differingOutputs(one, one)).toEqual([]);
	expect(differingOutputs(one, other)).toEqual(['b', 'c', 'd']);
});

test('a sample keeps the first answer and counts those that are others', () => {
	const sample = new AnswerSample();
	for (const value of [1, 1, 2, 1]) sample.add(answer([{name: 'a', data: [value]}]));
	sample.add(undefined);
	expect([sample.first && outputWords(sample.first), sample.varying]).toEqual(['a=[1]', 1]);
});
