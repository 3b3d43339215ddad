import {expect, test} from 'vitest';
import {openaiChat, openaiCompletions} from '../../../source/inference/protocols/openai.ts';
import type {Protocol, Reading} from '../../../source/inference/protocols/protocol.ts';
import {protocolOf} from '../../../source/inference/protocols/protocols.ts';
import {v1} from '../../../source/inference/protocols/v1.ts';
import {v2} from '../../../source/inference/protocols/v2.ts';

test.for<[string | undefined, string | undefined, Readonly<Record<string, unknown>>]>([
	['V2', '/v2/models/w%20m/infer', {inputs: [{}]}],
	['V1', '/v1/models/w%20m:predict', {instances: []}],
	['OpenAI chat', '/openai/v1/chat/completions', {messages: [], model: 'wisdom'}],
	['OpenAI completions', '/openai/v1/completions', {prompt: 'Say'}],
	['OpenAI completions', '/openai/v1/completions', {prompt: ['Say', 'no']}],
	[undefined, undefined, {inputs: []}],
	[undefined, undefined, {inputs: 'text', prompt: 7}],
])('%s at %s: a request says its protocol by its members', ([name, path, request]) => {
	const protocol = protocolOf(request);
	expect([protocol?.name, protocol?.path('w m')]).toEqual([name, path]);
});

function read(protocol: Protocol, answer: unknown): Reading {
	const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
	return protocol.read({json: JSON.parse(body), body});
}

const tensor = (datatype: string, shape: readonly number[], data: readonly unknown[], name = 'predictions') => ({
	name,
	datatype,
	shape,
	data,
});

/** What V1 says of numbers is read from how they are written. */
const numbers = (datatype: string, shape: readonly number[], data: readonly unknown[]) => ({
	...tensor(datatype, shape, data),
	isLoose: true,
});

test('the outputs of V2 are as they are, what is beside them is left out', () => {
	const outputs = [
		{...tensor('INT64', [1, 1], [7], 'predict'), parameters: {content_type: 'np'}},
		tensor('FP64', [1, 2], [[0.5, 0.5]], 'predict_proba'),
	];
	expect(read(v2, {model_name: 'wisdom-1', model_version: 'v2', id: 'a', outputs})).toEqual({
		model: 'wisdom-1/v2',
		outputs: [tensor('INT64', [1, 1], [7], 'predict'), tensor('FP64', [1, 2], [[0.5, 0.5]], 'predict_proba')],
	});
});

test.for<[string, string, unknown]>([
	['[1.0,2.5]', 'FP64', numbers('FP64', [2], [1, 2.5])],
	['[3.0]', 'FP64', numbers('FP64', [1], [3])],
	['[7]', 'INT64', numbers('INT64', [1], [7])],
	['[[1,2],[3,4]]', 'INT64', numbers('INT64', [2, 2], [1, 2, 3, 4])],
	['[true]', 'BOOL', tensor('BOOL', [1], [true])],
	['["cat","dog"]', 'BYTES', tensor('BYTES', [2], ['cat', 'dog'])],
	['[{"label":"cat","score":0.5}]', 'BYTES', tensor('BYTES', [1], ['{"label":"cat","score":0.5}'])],
	['[[1],[2,3]]', 'BYTES', tensor('BYTES', [2], ['[1]', '[2,3]'])],
	['[1,[2]]', 'BYTES', tensor('BYTES', [2], ['1', '[2]'])],
	['[1,null]', 'BYTES', tensor('BYTES', [2], ['1', 'null'])],
	['{"a":1}', 'BYTES', tensor('BYTES', [1], ['{"a":1}'])],
	['[]', 'INT64', numbers('INT64', [0], [])],
	[`${'['.repeat(17)}1${']'.repeat(17)}`, 'BYTES', tensor('BYTES', [1], [`${'['.repeat(16)}1${']'.repeat(16)}`])],
])('V1 predictions of %s are %s', ([predictions, , output]) => {
	expect(read(v1, `{"predictions":${predictions}}`)).toEqual({model: '', outputs: [output]});
});

test('a chat’s text is an output, its calls of tools are another', () => {
	const call = {id: 'call_1', type: 'function', function: {name: 'count', arguments: '{"of":7}'}};
	const choice = {index: 0, message: {role: 'assistant', content: 'Seven.', tool_calls: [call]}};
	const answer = {model: 'wisdom', choices: [choice, {message: {content: null}}], usage: {completion_tokens: 3}};
	expect(read(openaiChat, answer)).toEqual({
		model: 'wisdom',
		tokens: 3,
		outputs: [
			tensor('BYTES', [2], ['Seven.', ''], 'text'),
			{...tensor('BYTES', [1], ['{"name":"count","arguments":"{\\"of\\":7}"}'], 'tool_calls'), isLoose: true},
		],
	});
});

test('a content in parts is the text of these', () => {
	const content = [{type: 'text', text: 'Sev'}, {type: 'thinking', thinking: []}, null, {type: 'text', text: 'en'}];
	expect(read(openaiChat, {choices: [{message: {content}}]}).outputs).toEqual([
		tensor('BYTES', [1], ['Seven'], 'text'),
	]);
});

test.each([{content: null, refusal: 'I cannot.'}, {content: [{type: 'refusal', refusal: 'I cannot.'}]}])(
	'what a model says to refuse is its answer: %o',
	message => {
		expect(read(openaiChat, {choices: [{message}]}).outputs).toEqual([tensor('BYTES', [1], ['I cannot.'], 'text')]);
	},
);

test('choices have the places of their numbers, in whatever order they come', () => {
	const choices = [
		{index: 2, text: 'c'},
		{index: 0, text: 'a'},
	];
	expect(read(openaiCompletions, {choices}).outputs).toEqual([tensor('BYTES', [3], ['a', '', 'c'], 'text')]);
});

test('a completion’s text is an output', () => {
	expect(read(openaiCompletions, {choices: [{text: 'a'}, {text: 'b'}], usage: {completion_tokens: -1}})).toEqual({
		model: '',
		outputs: [tensor('BYTES', [2], ['a', 'b'], 'text')],
	});
});

const bad = (output: unknown) => ({outputs: [tensor('INT64', [1], [7], 'predict'), output]});

test.for<[Protocol, string, unknown, readonly string[]]>([
	[v2, 'is no V2 answer: it has no list "outputs"', {outputs: {}}, []],
	[v2, 'is no V2 answer: its list "outputs" is empty', {outputs: []}, []],
	[v2, 'says: "CUDA error"', {error: 'CUDA error'}, []],
	[v2, 'is an error without words', {error: {code: 7}}, []],
	[v2, 'is no V2 answer: output 2 has no name', bad(null), ['predict']],
	[v2, 'is no V2 answer: output "x" has no datatype', bad({name: 'x'}), ['predict']],
	[v2, 'is no V2 answer: output "x" has no shape', bad({name: 'x', datatype: 'FP32', shape: [-1]}), ['predict']],
	[v2, 'is no V2 answer: output "x" has no data', bad({name: 'x', datatype: 'FP32', shape: [1]}), ['predict']],
	[
		v2,
		'is no V2 answer: output "x" has 2 elements, its shape [1,3] asks for 3',
		bad(tensor('FP32', [1, 3], [[1, [2]]], 'x')),
		['predict'],
	],
	[
		v2,
		'is no V2 answer: output "x" is nested too deeply',
		`{"outputs":[{"name":"x","datatype":"INT64","shape":[1],"data":${'['.repeat(100_000)}7${']'.repeat(100_000)}}]}`,
		[],
	],
	[
		v2,
		'is no V2 answer: output "x" is nested too deeply',
		`{"outputs":[{"name":"x","datatype":"BYTES","shape":[1],"data":[${'{"a":'.repeat(100_000)}7${'}'.repeat(100_000)}]}]}`,
		[],
	],
	[
		v2,
		`is no V2 answer: output "${'x'.repeat(79)}… has 0 elements, its shape [${'1,'.repeat(39)}1… asks for 1`,
		bad(
			tensor(
				'FP32',
				Array.from({length: 1000}, () => 1),
				[],
				'x'.repeat(1000),
			),
		),
		['predict'],
	],
	[v1, 'is no V1 answer: it has no "predictions"', {outputs: []}, []],
	[v1, `says: "${'x'.repeat(300)}…"`, {error: 'x'.repeat(1000)}, []],
	[openaiChat, 'is no OpenAI answer: its list "choices" is empty', {choices: []}, []],
	[openaiChat, 'is no OpenAI answer: it has no list "choices"', {choices: {}}, []],
	[openaiChat, 'says: "model overloaded"', {error: {message: 'model overloaded', code: 503}}, []],
	[openaiCompletions, 'says: ""', {object: 'error'}, []],
])('an answer of $0.name counts as a failure: it %s', ([protocol, failure, answer, outputs]) => {
	const reading = read(protocol, answer);
	expect([reading.failure, reading.outputs.map(({name}) => name)]).toEqual([failure, outputs]);
});
