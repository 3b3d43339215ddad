import {expect, test} from 'vitest';
import {openaiChat, openaiCompletions} from '../../../source/inference/protocols/openai.ts';
import type {Protocol} from '../../../source/inference/protocols/protocol.ts';
import {StreamReader, type StreamReading} from '../../../source/inference/protocols/stream-reader.ts';

/** What a stream comes to whose events come at these times; its end 5 ms later. */
function read({readEvent}: Protocol, events: readonly (readonly [number, unknown])[]): StreamReading {
	if (!readEvent) throw new Error('it has no streams');
	const reader = new StreamReader(readEvent);
	for (const [at, event] of events) {
		reader.add(Buffer.from(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`), at);
	}

	return reader.end((events.at(-1)?.[0] ?? 0) + 5);
}

const delta = (content: unknown, index = 0) => ({model: 'wisdom-1', choices: [{index, delta: {content}}]});
const end = '[DONE]';
const text = (...data: readonly string[]) => [{name: 'text', datatype: 'BYTES', shape: [data.length], data}];

test('the first token is the first event with content, and each other one has its gap', () => {
	const role = {model: 'wisdom-1', choices: [{index: 0, delta: {role: 'assistant', content: ''}}]};
	const finish = {model: 'wisdom-1', choices: [{index: 0, delta: {}, finish_reason: 'stop'}]};
	expect(
		read(openaiChat, [
			[10, role],
			[30, delta('Se')],
			[50, delta('ve')],
			[90, delta('n')],
			[95, finish],
			[95, end],
		]),
	).toEqual({
		model: 'wisdom-1',
		outputs: text('Seven'),
		times: {firstMs: 30, gapsMs: [20, 40], tokens: 3, perTokenMs: 30},
	});
});

test('a refusal is streamed as a text is', () => {
	const refused = (refusal: string) => ({model: 'wisdom-1', choices: [{index: 0, delta: {content: null, refusal}}]});
	expect(
		read(openaiChat, [
			[30, refused('I can')],
			[50, refused('not.')],
			[95, end],
		]),
	).toMatchObject({outputs: text('I cannot.'), times: {firstMs: 30}});
});

test('tokens are as many as the server counts, where it does', () => {
	const usage = {model: 'wisdom-1', choices: [], usage: {prompt_tokens: 9, completion_tokens: 7}};
	expect(
		read(openaiChat, [
			[30, delta('Sev')],
			[90, delta('en')],
			[90, usage],
			[91, end],
		]),
	).toEqual({
		model: 'wisdom-1',
		outputs: text('Seven'),
		tokens: 7,
		times: {firstMs: 30, gapsMs: [60], tokens: 7, perTokenMs: 10},
	});
});

test.for([-1, 0.5, 2 ** 24 + 1, Number.MAX_SAFE_INTEGER, 1e300, '7'])(
	'a server that counts %o tokens is not believed: the events with content are counted',
	count => {
		const usage = {choices: [], usage: {completion_tokens: count}};
		const {tokens, times} = read(openaiChat, [
			[30, delta('Sev')],
			[90, delta('en')],
			[90, usage],
			[91, end],
		]);
		expect([tokens, times?.tokens]).toEqual([undefined, 2]);
	},
);

test('a single token has no time for each', () => {
	expect(
		read(openaiChat, [
			[30, delta('7')],
			[31, end],
		]).times,
	).toEqual({
		firstMs: 30,
		gapsMs: [],
		tokens: 1,
		perTokenMs: undefined,
	});
});

test('completions have their text in the choice itself', () => {
	const part = (words: string) => ({model: 'm', choices: [{index: 0, text: words}]});
	expect(
		read(openaiCompletions, [
			[1, part('a')],
			[2, part('b')],
			[3, end],
		]).outputs,
	).toEqual(text('ab'));
});

test('texts that are made at the same time keep their places', () => {
	expect(
		read(openaiChat, [
			[1, delta('c', 2)],
			[2, delta('a')],
			[3, delta('C', 2)],
			[4, end],
		]).outputs,
	).toEqual(text('a', '', 'cC'));
});

test('reasoning and calls are tokens, and no text', () => {
	const reasoning = {choices: [{index: 0, delta: {reasoning_content: 'Hm'}}]};
	const call = {choices: [{index: 0, delta: {tool_calls: [{index: 0}]}}]};
	expect(
		read(openaiChat, [
			[10, reasoning],
			[20, call],
			[40, delta('7')],
			[41, end],
		]),
	).toEqual({
		model: 'wisdom-1',
		outputs: text('7'),
		times: {firstMs: 10, gapsMs: [10, 20], tokens: 3, perTokenMs: 15},
	});
});

const called = (index: number, calls: readonly unknown[]) => ({choices: [{index, delta: {tool_calls: calls}}]});

test('calls of tools are joined by choice and index, and are an output as of an answer in one piece', () => {
	const stream = read(openaiChat, [
		[1, called(1, [{index: 0, id: 'c3', function: {name: 'h', arguments: ''}}])],
		[2, called(0, [{index: 1, id: 'c2', function: {name: 'g', arguments: '{"b": 2,'}}])],
		[3, called(0, [{index: 0, id: 'c1', function: {name: 'f', arguments: ''}}])],
		[4, called(0, [{index: 1, function: {arguments: '"a":1}'}}])],
		[5, called(0, [{index: 0, function: {arguments: '{"x": [1]}'}}])],
		[6, end],
	]);
	const data = [
		'{"name":"f","arguments":"{\\"x\\":[1]}"}',
		'{"name":"g","arguments":"{\\"a\\":1,\\"b\\":2}"}',
		'{"name":"h","arguments":""}',
	];
	expect(stream.outputs).toEqual([
		...text('', ''),
		{name: 'tool_calls', datatype: 'BYTES', shape: [3], data, isLoose: true},
	]);
	const message = {
		tool_calls: [
			{id: 'x', function: {name: 'f', arguments: '{"x":[1]}'}},
			{id: 'y', function: {name: 'g', arguments: '{"a":1,"b":2}'}},
		],
	};
	const choices = [
		{index: 1, message: {tool_calls: [{function: {name: 'h'}}]}},
		{index: 0, message},
	];
	expect(openaiChat.read({json: {choices}, body: ''}).outputs).toEqual(stream.outputs);
});

test('the one call of a function of old is joined, too', () => {
	const part = (call: unknown) => ({choices: [{index: 0, delta: {function_call: call}}]});
	const {outputs, times} = read(openaiChat, [
		[10, part({name: 'f', arguments: ''})],
		[30, part({arguments: '{"a":1}'})],
		[40, end],
	]);
	expect(outputs[1]?.data).toEqual(['{"name":"f","arguments":"{\\"a\\":1}"}']);
	expect(times?.gapsMs).toEqual([20]);
});

test.for<[string, readonly (readonly [number, unknown])[], string]>([
	['without its end', [[30, delta('Sev')]], 'was cut off: its stream has no end ([DONE])'],
	[
		'with an error',
		[
			[30, delta('Sev')],
			[40, {error: {message: 'out of memory', code: 500}}],
			[41, end],
		],
		'says: "out of memory"',
	],
	[
		'with an error as older vLLM has it',
		[
			[30, delta('Sev')],
			[40, {object: 'error', message: 'out of memory'}],
			[41, end],
		],
		'says: "out of memory"',
	],
	[
		'with what is not JSON',
		[
			[30, delta('Sev')],
			[40, '{"choices":'],
			[41, end],
		],
		'has an event that is not JSON: Unexpected end of JSON input',
	],
	[
		'with what is no event of OpenAI',
		[
			[30, delta('Sev')],
			[40, [1]],
			[41, end],
		],
		'has an event that is none of OpenAI: it has no list "choices"',
	],
	[
		'with an event that is too long',
		[
			[30, delta('Sev')],
			[40, delta('x'.repeat(2 ** 20))],
		],
		'has an event longer than 1 MiB',
	],
])('a stream %s is a failure, with the text until then', ([, events, failure]) => {
	const reading = read(openaiChat, events);
	expect(reading.failure).toBe(failure);
	expect(reading.outputs).toEqual(text('Sev'));
	expect(reading.times?.firstMs).toBe(30);
});

test('an event without content says nothing', () => {
	expect(
		read(openaiChat, [
			[10, ''],
			[30, delta('Sev')],
			[40, ' '],
			[60, delta('en')],
			[61, end],
		]),
	).toMatchObject({outputs: text('Seven'), times: {firstMs: 30, gapsMs: [30]}});
});

test('an empty stream has no times', () => {
	expect(read(openaiChat, [[5, end]])).toEqual({model: '', outputs: text()});
});

test('choices with numbers out of all bounds are passed over', () => {
	const far = [1e9, -1, 0.5, 'x'].map(index => ({index, delta: {content: 'x'}}));
	expect(
		read(openaiChat, [
			[1, {choices: far.slice(0, 3)}],
			[2, end],
		]),
	).toEqual({model: '', outputs: text()});
});
