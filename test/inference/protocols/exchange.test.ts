import {expect, test} from 'vitest';
import type {Answer} from '../../../source/inference/gateway.ts';
import {listenTo, prepareInput} from '../../../source/inference/protocols/exchange.ts';
import {appModel, appPath, versionModel} from '../../../source/inference/protocols/request-place.ts';

const input = (body: unknown) => ({body: JSON.stringify(body), where: 'stdin:3'});
const json = {'content-type': 'application/json', accept: 'application/json'};
const v2 = {inputs: [{name: 'x', datatype: 'UINT8', shape: [1], data: [7]}]};
const chat = {messages: [{role: 'user', content: 'Say'}], stream: true};

test('a request of V1 or V2 is sent as it is', () => {
	expect(prepareInput(input(v2))).toEqual({
		protocol: expect.objectContaining({name: 'V2'}),
		body: JSON.stringify(v2),
		headers: json,
		isStreamed: false,
	});
	const own = prepareInput({body: '{"text":"a"}', where: 'stdin'}, {model: appModel('wisdom', true)});
	expect([own.protocol, own.body]).toEqual([undefined, '{"text":"a"}']);
});

test('tensors are sent in binary when that is asked for', () => {
	const {body, headers} = prepareInput(input(v2), {isBinary: true});
	const length = body.length - 1;
	expect(headers).toEqual({
		'content-type': 'application/octet-stream',
		'inference-header-content-length': String(length),
	});
	expect(Buffer.from(body as Uint8Array).at(-1)).toBe(7);
	expect(() => prepareInput(input(chat), {isBinary: true})).toThrow('stdin:3 has no tensors');
	expect(() => prepareInput(input({inputs: [{name: 'x', datatype: 'FP16'}]}), {isBinary: true})).toThrow(
		new Error('stdin:3: input "x" has datatype FP16, of which no binary tensor can be made from JSON'),
	);
});

test.for<[string, unknown, Parameters<typeof prepareInput>[1], unknown]>([
	['no name is filled in', chat, {model: appModel('wisdom', false)}, {model: 'wisdom', ...chat}],
	['a name stays', {...chat, model: 'lora'}, {model: appModel('wisdom', false)}, {...chat, model: 'lora'}],
	[
		'a name gives way to the one that was asked for',
		{...chat, model: 'lora'},
		{model: appModel('wisdom', true)},
		{model: 'wisdom', ...chat},
	],
	[
		'another version’s gives way',
		{...chat, model: 'w-0'},
		{model: versionModel('w-1', ['w-0', 'w-1'])},
		{model: 'w-1', ...chat},
	],
	[
		'an adapter’s stays for a version',
		{...chat, model: 'lora'},
		{model: versionModel('w-1', ['w-0', 'w-1'])},
		{...chat, model: 'lora'},
	],
	['without a model nothing changes', chat, {}, chat],
])('the model of an OpenAI request: %s', ([, request, options, sent]) => {
	const {body, isStreamed, headers} = prepareInput(input(request), options);
	expect(JSON.parse(body as string)).toEqual(sent);
	expect([isStreamed, headers['accept']]).toEqual([true, 'text/event-stream']);
});

test('V2 goes to where the app’s endpoint says, other protocols to their own paths', () => {
	const pathOf = (request: unknown) => appPath(prepareInput(input(request)).protocol, 'wisdom');
	expect([v2, {instances: []}, chat, {prompt: 'a'}, {}].map(pathOf)).toEqual([
		undefined,
		'/v1/models/wisdom:predict',
		'/openai/v1/chat/completions',
		'/openai/v1/completions',
		undefined,
	]);
});

const answer = (body: string, type = 'application/json', encoding?: string): Answer => ({
	status: 200,
	headers: {'content-type': type, ...(encoding !== undefined && {'content-encoding': encoding})},
	body,
	version: 'wisdom-1',
	elapsedMs: 50,
});

test('an answer is read by the protocol of its request', () => {
	const listener = listenTo(prepareInput(input({instances: []})));
	expect(listener.onChunk).toBeUndefined();
	expect(listener.read(answer('{"predictions":[7]}')).outputs[0]?.data).toEqual([7]);
	expect(listenTo({protocol: undefined, isStreamed: false}).read(answer('anything'))).toEqual({outputs: [], model: ''});
});

test('a stream is read as it comes, each answer by its own listener', () => {
	const prepared = prepareInput(input(chat));
	const [one, other] = [listenTo(prepared), listenTo(prepared)];
	const part = Buffer.from('data: {"choices":[{"delta":{"content":"7"}}]}\n\n');
	one.onChunk?.(part, 10);
	other.onChunk?.(part, 20);
	one.onChunk?.(Buffer.from('data: [DONE]\n\n'), 30);
	const stream = answer('', 'text/event-stream; charset=utf-8');
	expect(one.read(stream)).toMatchObject({outputs: [{data: ['7']}], times: {firstMs: 10}});
	expect(one.read(stream).failure).toBeUndefined();
	expect(other.read(stream).failure).toBe('was cut off: its stream has no end ([DONE])');
});

test('a whole answer to who asked for a stream is a failure', () => {
	expect(listenTo(prepareInput(input(chat))).read(answer('{}')).failure).toBe(
		'is no stream of events, which was asked for: its content type is "application/json"',
	);
});

test.for<[string, string, string]>([
	['NaN, as Python writes it', '{"outputs":[{"data":[NaN]}]}', `Unexpected token 'N', ..."[{"data":[NaN]}]}"`],
	['a page', '<html>login</html>', `Unexpected token '<', "<html>login</html>"`],
	['nothing', '', 'Unexpected end of JSON input'],
	['one that was cut', '{"outputs":', 'Unexpected end of JSON input'],
	['what has something behind it', '{}\n{}', 'line 2, column 1: Unexpected non-whitespace character after JSON'],
	['a byte order mark', '\uFEFF{}', `Unexpected token '\uFEFF', "\uFEFF{}"`],
])('an answer that is not JSON is a failure that says so, whatever its protocol: %s', ([, body, fault]) => {
	for (const request of [v2, {instances: []}, {prompt: 'a'}]) {
		const {outputs, failure} = listenTo(prepareInput(input(request))).read(answer(body));
		expect([outputs, failure]).toEqual([[], `is not JSON: ${fault}`]);
	}
});

test('an answer that is compressed is a failure, streamed or not', () => {
	const read = (request: unknown, type: string, encoding: string) => {
		const listener = listenTo(prepareInput(input(request)));
		listener.onChunk?.(Buffer.from('data: [DONE]\n\n'), 10);
		return listener.read(answer('{"predictions":[7]}', type, encoding)).failure;
	};
	const words = 'is compressed (gzip), which was not asked for';
	expect(read({instances: []}, 'application/json', 'gzip')).toBe(words);
	expect(read(chat, 'text/event-stream', 'gzip')).toBe(words);
	for (const encoding of ['', 'identity', 'Identity']) {
		expect(read({instances: []}, 'application/json', encoding)).toBeUndefined();
		expect(read(chat, 'text/event-stream', encoding)).toBeUndefined();
	}
});

test('an answer that is nested without end is a failure, not the end of the process', () => {
	const deep = `{"predictions":[${'['.repeat(1e5)}${']'.repeat(1e5)}]}`;
	expect(listenTo(prepareInput(input({instances: []}))).read(answer(deep)).failure).toBe(
		'is no V1 answer: it is nested too deeply',
	);
});
