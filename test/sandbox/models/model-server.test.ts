import {afterAll, beforeAll, expect, test} from 'vitest';
import {inputsFrom} from '../../../source/inference/model-input.ts';
import {binaryBody, readBinary} from '../../../source/inference/protocols/binary-tensors.ts';
import type {LoopbackServer} from '../../../source/sandbox/models/loopback.ts';
import {startModelServer} from '../../../source/sandbox/models/model-server.ts';
import {loadModel} from '../../../source/sandbox/models/model.ts';

let server: LoopbackServer;

beforeAll(async () => {
	server = await startModelServer({
		server: 'wisdom-0-predictor-00001',
		name: 'wisdom-0',
		model: loadModel('sandbox://digits/v1'),
	});
});

afterAll(async () => server.close());

interface Answer {
	readonly status: number;
	readonly body: unknown;
}

async function call(path: string, body?: string, method?: string, contentType = 'application/json'): Promise<Answer> {
	const {host, port} = server.address;
	const response = await fetch(`http://${host}:${port}${path}`, {
		method: method ?? (body === undefined ? 'GET' : 'POST'),
		headers: {'content-type': contentType},
		...(body !== undefined && {body}),
	});
	const said = await response.text();
	const isJson = response.headers.get('content-type') === 'application/json';
	return {status: response.status, body: isJson ? JSON.parse(said) : said};
}

const infer = '/v2/models/wisdom-0/infer';
const zeros = (count: number): readonly number[] => Array.from({length: count}, () => 0);
const digit = {name: 'predict', shape: [1, 64], datatype: 'FP32', data: zeros(64)};
const ask = async (request: unknown): Promise<Answer> => call(infer, JSON.stringify(request));
const fault = (type: string, loc: readonly unknown[], msg: string, input: unknown) => ({
	status: 422,
	body: {detail: [{type, loc: ['body', ...loc], msg, input}]},
});
const error = (status: number, words: string) => ({status, body: {error: words}});
const crash = {status: 500, body: 'Internal Server Error'};
const noObject = 'Input should be a valid dictionary or object to extract fields from';

test.each([
	['/v2', 200, {name: 'wisdom-0-predictor-00001', version: '1.7.1', extensions: ['binary_tensor_data']}],
	['/v2/health/live', 200, ''],
	['/v2/health/ready', 200, ''],
	['/v2/models/wisdom-0/ready', 200, ''],
	['/v2/models/wisdom-0/versions/v1/ready?a=1', 200, ''],
	['/v2/models/none', 404, {error: 'Model none not found'}],
	['/v2/models/none/ready', 404, {error: 'Model none not found'}],
	['/v2/models/wisdom-0/versions/v2', 404, {error: 'Model wisdom-0 with version v2 not found'}],
	['/nothing', 404, {detail: 'Not Found'}],
	['//', 404, {detail: 'Not Found'}],
	[infer, 405, {detail: 'Method Not Allowed'}],
	['/v1/models', 200, {models: ['wisdom-0']}],
	['/v1/models/wisdom-0', 200, {name: 'wisdom-0', ready: true}],
	['/v1/models/none', 404, {error: 'Model with name none does not exist.'}],
	['/v1/models/wisdom-0:predict', 405, {detail: 'Method Not Allowed'}],
	['/v1/nothing', 404, {detail: 'Not Found'}],
])('GET %s', async (path, status, body) => {
	expect(await call(path)).toEqual({status, body});
});

test('a model tells its inputs, from which a request can be made', async () => {
	const {body} = await call('/v2/models/wisdom-0');
	expect(body).toEqual({
		name: 'wisdom-0',
		versions: ['v1'],
		platform: 'sklearn',
		inputs: [{name: 'predict', datatype: 'FP32', shape: [-1, 64], parameters: {}}],
		outputs: [{name: 'predict', datatype: 'INT64', shape: [-1, 1], parameters: {}}],
		parameters: {},
	});
	expect((await ask({inputs: inputsFrom(body, 'wisdom-0')})).status).toBe(200);
});

test('an inference answers with one class a row', async () => {
	expect(await ask({id: 'mine', inputs: [{...digit, shape: [2, 64], data: [zeros(64), zeros(64)]}]})).toEqual({
		status: 200,
		body: {
			model_name: 'wisdom-0',
			model_version: 'v1',
			id: 'mine',
			parameters: {},
			outputs: [
				{name: 'predict', shape: [2, 1], datatype: 'INT64', parameters: {content_type: 'np'}, data: expect.any(Array)},
			],
		},
	});
	const {body} = await ask({inputs: [digit], outputs: [{name: 'predict_proba'}]});
	expect(body).toMatchObject({
		id: expect.stringMatching(/^[\da-f-]{36}$/),
		outputs: [{name: 'predict_proba', shape: [1, 10], datatype: 'FP64'}],
	});
});

test.each<[string, string, Answer]>([
	['no body', '', fault('missing', [], 'Field required', null)],
	['a list', '[]', fault('model_attributes_type', [], noObject, [])],
	['no inputs', '{}', fault('missing', ['inputs'], 'Field required', {})],
	['inputs of a wrong kind', '{"inputs":"a"}', fault('list_type', ['inputs'], 'Input should be a valid list', 'a')],
	['an input of a wrong kind', '{"inputs":[1]}', fault('model_attributes_type', ['inputs', 0], noObject, 1)],
	['an id of a wrong kind', '{"id":5,"inputs":[]}', fault('string_type', ['id'], 'Input should be a valid string', 5)],
	[
		'an input without a shape',
		'{"inputs":[{"name":"a"}]}',
		fault('missing', ['inputs', 0, 'shape'], 'Field required', {name: 'a'}),
	],
	[
		'a shape of a wrong kind',
		'{"inputs":[{"name":"a","shape":"a","datatype":"FP32","data":[]}]}',
		fault('list_type', ['inputs', 0, 'shape'], 'Input should be a valid list', 'a'),
	],
	[
		'two inputs',
		JSON.stringify({inputs: [digit, digit]}),
		error(
			400,
			"There was an error encoding / decoding the payload: The 'np' codec only supports a single input tensor (2 were received)",
		),
	],
	[
		'an unknown output',
		JSON.stringify({inputs: [digit], outputs: [{name: 'nope'}]}),
		error(400, "SKLearnModel only supports 'predict', 'predict_proba' and 'transform' as outputs (nope was received)"),
	],
	['too few numbers', JSON.stringify({inputs: [{...digit, shape: [1, 63], data: zeros(63)}]}), crash],
	['a shape that is not that of the data', JSON.stringify({inputs: [{...digit, shape: [2, 64]}]}), crash],
	['one dimension', JSON.stringify({inputs: [{...digit, shape: [64]}]}), crash],
	['no row', JSON.stringify({inputs: [{...digit, shape: [0, 64], data: []}]}), crash],
	['words', JSON.stringify({inputs: [{...digit, data: zeros(64).map(String)}]}), crash],
	[
		'JSON that is too deep',
		`{"inputs":[{"name":"a","shape":[1],"datatype":"FP32","data":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}`,
		crash,
	],
])('MLServer’s answer to %s', async (_, body, answer) => {
	expect(await call(infer, body, 'POST')).toEqual(answer);
});

test.each([
	['x{', 0, 'unexpected character, expected a JSON value'],
	['{"inputs":', 10, 'unexpected end of data'],
	['{"a":1}x', 7, 'unexpected content after document'],
])('where %s ends to be JSON', async (body, at, words) => {
	const detail = [{type: 'json_invalid', loc: ['body', at], msg: 'JSON decode error', input: {}, ctx: {error: words}}];
	expect(await call(infer, body)).toEqual({status: 422, body: {detail}});
});

test('a body is JSON only if its type says so', async () => {
	const body = JSON.stringify({inputs: [digit]});
	expect(await call(infer, body, 'POST', 'text/plain')).toEqual(fault('model_attributes_type', [], noObject, body));
	expect((await call(infer, body, 'POST', 'application/json; charset=utf-8')).status).toBe(200);
});

test('a datatype that is none is named with those that are', async () => {
	const {status, body} = await ask({inputs: [{...digit, datatype: 'NOPE'}]});
	expect(status).toBe(422);
	expect(JSON.stringify(body)).toContain("Input should be 'BOOL', 'UINT8'");
	expect(JSON.stringify(body)).toContain("'FP64' or 'BYTES'");
});

test('an inference of another model or version is refused', async () => {
	const body = JSON.stringify({inputs: [digit]});
	expect(await call('/v2/models/none/infer', body)).toEqual(error(404, 'Model none not found'));
	expect(await call('/v2/models/wisdom-0/versions/v1/infer', body)).toMatchObject({status: 200});
});

test.each([
	[JSON.stringify({instances: [zeros(64), zeros(64)]}), 200, {predictions: [expect.any(Number), expect.any(Number)]}],
	['{}', 400, {error: 'Expected "instances" to be a list'}],
	['x', 400, {error: expect.stringContaining('Unrecognized request format: ')}],
	['{"instances":[["a"]]}', 500, {error: 'could not convert string to float'}],
	['{"instances":[[1]]}', 500, {error: 'X has 1 features, but the model is expecting 64 features as input.'}],
])('V1 prediction of %.40s', async (body, status, answer) => {
	expect(await call('/v1/models/wisdom-0:predict', body)).toEqual({status, body: answer});
});

test('a body that is too long is refused', async () => {
	expect((await call(infer, ' '.repeat(17 * 1024 * 1024))).status).toBe(413);
});

test('binary tensors are taken, and given to who asks for them', async () => {
	const {host, port} = server.address;
	const request = {inputs: [digit], outputs: [{name: 'predict'}, {name: 'predict_proba'}]};
	const asJson = await ask(request);
	const {body, jsonLength} = binaryBody(request);
	const send = async (length: number) =>
		fetch(`http://${host}:${port}${infer}`, {
			method: 'POST',
			headers: {'content-type': 'application/octet-stream', 'inference-header-content-length': String(length)},
			body: new Uint8Array(body),
		});
	const response = await send(jsonLength);
	expect(response.headers.get('content-type')).toBe('application/octet-stream');
	const bytes = Buffer.from(await response.arrayBuffer());
	const end = Number(response.headers.get('inference-header-content-length'));
	const answer = JSON.parse(bytes.subarray(0, end).toString()) as {readonly outputs: readonly unknown[]};
	expect(answer.outputs).toEqual([
		{name: 'predict', shape: [1, 1], datatype: 'INT64', parameters: {content_type: 'np', binary_data_size: 8}},
		{name: 'predict_proba', shape: [1, 10], datatype: 'FP64', parameters: {content_type: 'np', binary_data_size: 80}},
	]);
	const dataOf = (outputs: unknown) => (outputs as readonly {readonly data: unknown}[]).map(({data}) => data);
	expect(dataOf(readBinary(answer.outputs, bytes.subarray(end)))).toEqual(
		dataOf((asJson.body as {readonly outputs: unknown}).outputs),
	);
	expect((await send(jsonLength - 1)).status).toBe(422);
});

test('binary tensors that do not fit are refused', async () => {
	const {body, jsonLength} = binaryBody({inputs: [digit]});
	const {host, port} = server.address;
	const response = await fetch(`http://${host}:${port}${infer}`, {
		method: 'POST',
		headers: {'inference-header-content-length': String(jsonLength)},
		body: new Uint8Array(body.subarray(0, -1)),
	});
	expect([response.status, await response.json()]).toEqual([400, {error: 'the binary data do not fit the inputs'}]);
});
