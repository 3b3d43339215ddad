import {afterAll, beforeAll, expect, test} from 'vitest';
import {openGateway, type Answer, type Gateway} from '../../../source/inference/gateway.ts';
import {listenTo, prepareInput} from '../../../source/inference/protocols/exchange.ts';
import type {StreamReading} from '../../../source/inference/protocols/stream-reader.ts';
import type {LoopbackServer} from '../../../source/sandbox/models/loopback.ts';
import {startModelServer} from '../../../source/sandbox/models/model-server.ts';
import {findTextModel, textUris} from '../../../source/sandbox/models/text-model.ts';

let server: LoopbackServer;
let gateway: Gateway;

beforeAll(async () => {
	const text = findTextModel('sandbox://text/v1');
	if (!text) throw new Error('there is no model of texts');
	server = await startModelServer({server: 'wisdom-1-predictor-00001', name: 'wisdom-1', text});
	gateway = openGateway(`http://${server.address.host}:${server.address.port}`);
});

afterAll(async () => {
	gateway.close();
	await server.close();
});

const common = {host: 'wisdom', signal: new AbortController().signal, timeoutMs: 5000};

async function ask(request: object): Promise<{readonly answer: Answer; readonly reading: StreamReading}> {
	const prepared = prepareInput({body: JSON.stringify({model: 'wisdom-1', ...request}), where: 'test'});
	const {onChunk, read} = listenTo(prepared);
	const {body, headers, protocol} = prepared;
	const path = protocol?.path('wisdom-1') ?? '/';
	const answer = await gateway.send({...common, method: 'POST', path, body, headers, ...(onChunk && {onChunk})});
	return {answer, reading: read(answer)};
}

const messages = [
	{role: 'system', content: 'Count.'},
	{role: 'user', content: 'How many are well-known?'},
];
const text = (said: string) => [{name: 'text', datatype: 'BYTES', shape: [1], data: [said]}];

test.for<[string, object]>([
	['a chat', {messages}],
	['a completion', {prompt: 'How many are well-known?'}],
])('%s is answered as a whole, and by its tokens in a stream', async ([, request]) => {
	const whole = await ask(request);
	expect(whole.reading).toEqual({model: 'wisdom-1', tokens: 6, outputs: text('Your prompt has 4 words.')});

	const {reading} = await ask({...request, stream: true});
	const {times, ...said} = reading;
	expect(said).toEqual({model: 'wisdom-1', outputs: text('Your prompt has 4 words.')});
	expect(times?.tokens).toBe(6);
	expect(times?.gapsMs).toHaveLength(5);
	// The first token comes after 20 ms, and the last 25 ms later; how much later than that, the machine decides.
	expect(times?.firstMs).toBeGreaterThan(19);
	expect((times?.firstMs ?? 0) + (times?.gapsMs ?? []).reduce((sum, gap) => sum + gap, 0)).toBeGreaterThan(44);
});

test('a stream tells its usage when that is asked for', async () => {
	const {reading} = await ask({messages, stream: true, stream_options: {include_usage: true}, max_tokens: 2});
	expect(reading).toMatchObject({tokens: 2, outputs: text('Your prompt')});
	expect(reading.failure).toBeUndefined();
});

test.for<[object, number, unknown]>([
	[{messages, model: 'wisdom'}, 404, {error: 'Model with name wisdom does not exist.'}],
	[
		{messages, max_tokens: 0},
		400,
		{error: {message: 'max_tokens must be at least 1, got 0.', type: 'BadRequestError', param: '', code: '400'}},
	],
	[
		{messages: [{role: 'user', content: [{type: 'image_url'}]}]},
		400,
		expect.objectContaining({error: expect.objectContaining({code: '400'})}),
	],
	[{prompt: 'a', n: 2}, 400, expect.objectContaining({error: expect.objectContaining({code: '400'})})],
])('%o is refused with %s', async ([request, status, body]) => {
	const {answer} = await ask(request);
	expect([answer.status, JSON.parse(answer.body)]).toEqual([status, body]);
});

test.for<[string, string, number, unknown]>([
	['GET', '/v2/health/ready', 200, undefined],
	['GET', '/openai/v1/models', 200, {object: 'list', data: [{id: 'wisdom-1', object: 'model'}]}],
	['GET', '/v1/models/wisdom-1', 200, {name: 'wisdom-1', ready: true}],
	['GET', '/v2/models/wisdom-1/ready', 200, {name: 'wisdom-1', ready: true}],
	['GET', '/v2/models/wisdom-1', 200, {name: 'wisdom-1', versions: ['v1'], platform: '', inputs: [], outputs: []}],
	['GET', '/v1/models/none', 404, {error: 'Model with name none does not exist.'}],
	['GET', '/openai/v1/chat/completions', 405, {detail: 'Method Not Allowed'}],
	['GET', '/v1/completions', 404, {detail: 'Not Found'}],
	['POST', '/v1/models/wisdom-1:predict', 404, {detail: 'Not Found'}],
	['POST', '/openai/v1/completions', 422, expect.anything()],
])('%s %s is answered with %s', async ([method, path, status, body]) => {
	const answer = await gateway.send({...common, method: method as 'GET' | 'POST', path, headers: {}});
	expect([answer.status, answer.body === '' ? undefined : JSON.parse(answer.body)]).toEqual([status, body]);
});

test('versions disagree on words with a hyphen, and on nothing else', () => {
	const answers = (prompt: string) => textUris.map(uri => findTextModel(`${uri}/`)?.answer(prompt).join(''));
	expect(answers('One  word?')).toEqual(Array.from({length: 3}, () => 'Your prompt has 2 words.'));
	expect(answers('well-known')).toEqual([
		'Your prompt has 1 word.',
		'Your prompt has 2 words.',
		'Your prompt has 2 words.',
	]);
	expect(['sandbox://text/v9', 'sandbox://digits/v1', undefined].map(findTextModel)).toEqual(Array.from({length: 3}));
});
