import {expect, test} from 'vitest';
import type {Endpoint} from '../../source/inference/endpoint.ts';
import type {Answer, Gateway, GatewayRequest} from '../../source/inference/gateway.ts';
import {askVersion, type ProbeRequest} from '../../source/inference/version-probe.ts';

type Reply = Partial<Pick<Answer, 'status' | 'body' | 'version'>>;

const byHeader: Endpoint = {
	host: 'wisdom.models',
	path: '/v2/models/wisdom/infer',
	headers: {traffic: 'test'},
	model: {name: 'wisdom-1', host: 'wisdom-1-predictor.models.svc.cluster.local'},
};
const direct: Endpoint = {
	host: 'wisdom-1-predictor.models.svc.cluster.local',
	path: '/v2/models/wisdom-1/infer',
	model: {name: 'wisdom-1', host: 'wisdom-1-predictor.models.svc.cluster.local'},
	isDirect: true,
};
const body = '{"inputs": []}';
const metadata = JSON.stringify({inputs: [{name: 'x', datatype: 'FP32', shape: [-1, 2]}]});

/** Asks wisdom-1 behind a gateway that knows these requests and answers others 404. */
async function ask(endpoint: Endpoint, replies: Readonly<Record<string, Reply>>, given: ProbeRequest = {}) {
	const asked: string[] = [];
	const told: string[] = [];
	const gateway: Gateway = {
		async send({method, host, path, headers, body: sent = ''}: GatewayRequest) {
			const {'content-type': _type, accept: _accept, ...chosen} = headers;
			asked.push([method, `${host}${path}`, JSON.stringify(chosen), sent].join(' ').trim());
			const {status = 200, body: said = '', version} = replies[`${method} ${path}`] ?? {status: 404};
			return {status, body: said, version, headers: {}, elapsedMs: 1};
		},
		close: () => undefined,
	};
	const answer = askVersion(
		{gateway, endpoint, namespace: 'models', names: ['wisdom', 'wisdom-0', 'wisdom-1']},
		{version: 'wisdom-1', onProgress: words => told.push(words), signal: new AbortController().signal, ...given},
	);
	return {answer: await answer.catch((error: Error) => `error: ${error.message}`), asked, told};
}

test('a version is asked what was given, by the headers that choose it', async () => {
	expect(await ask(byHeader, {'POST /v2/models/wisdom/infer': {version: 'wisdom-1'}}, {body})).toEqual({
		answer: 'wisdom-1 answered an inference with HTTP 200',
		asked: ['POST wisdom.models/v2/models/wisdom/infer {"traffic":"test"} {"inputs": []}'],
		told: [],
	});
});

test('without a request one is made from its metadata', async () => {
	const replies = {
		'GET /v2/models/wisdom-1': {body: metadata},
		'POST /v2/models/wisdom/infer': {version: 'wisdom-1'},
	};
	expect((await ask(byHeader, replies)).asked.at(-1)).toBe(
		'POST wisdom.models/v2/models/wisdom/infer {"traffic":"test"} {"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[0,0]}]}',
	);
});

test('at its own server a version is asked by the name that its model has there', async () => {
	const path = '/v1/models/wisdom:predict';
	expect(await ask(direct, {'POST /v1/models/wisdom-1:predict': {}}, {body, path})).toMatchObject({
		answer: 'wisdom-1 answered an inference with HTTP 200',
		asked: ['POST wisdom-1-predictor.models.svc.cluster.local/v1/models/wisdom-1:predict {} {"inputs": []}'],
	});
});

test("a request of OpenAI's names the version's own model, and an error in its answer is one", async () => {
	const chat = '{"messages":[],"model":"wisdom-0"}';
	const path = '/openai/v1/chat/completions';
	const said = JSON.stringify({choices: [{message: {content: 'Hello'}}]});
	expect(await ask(byHeader, {[`POST ${path}`]: {version: 'wisdom-1', body: said}}, {body: chat, path})).toMatchObject({
		answer: 'wisdom-1 answered an inference with HTTP 200',
		asked: [`POST wisdom.models${path} {"traffic":"test"} {"model":"wisdom-1","messages":[]}`],
	});
	expect(
		(await ask(byHeader, {[`POST ${path}`]: {version: 'wisdom-1', body: '{}'}}, {body: chat, path})).answer,
	).toMatch(/^error: wisdom-1 answered with HTTP 200, but the answer /);
});

const goOn = 'give a request that it answers with -f, or go on with --skip-test';

test.each<readonly [string, Endpoint, Readonly<Record<string, Reply>>, string]>([
	[
		'another version answers',
		byHeader,
		{'POST /v2/models/wisdom/infer': {version: 'wisdom-0'}},
		'error: the inference was answered by wisdom-0, not by wisdom-1',
	],
	[
		'it answers with an error',
		byHeader,
		{'POST /v2/models/wisdom/infer': {status: 500, body: 'no such tensor', version: 'wisdom-1'}},
		'error: wisdom-1 answered with HTTP 500: no such tensor',
	],
	['no route leads to it alone', direct, {}, 'wisdom-1 was not asked: no route of the gateway leads to it alone'],
	[
		'its server does not know the model',
		direct,
		{'POST /v2/models/wisdom-1/infer': {status: 404, body: '{"error":"Model wisdom-1 not found"}'}},
		'error: the gateway answered with HTTP 404: {"error":"Model wisdom-1 not found"}',
	],
])('what a given request tells when %s', async (_, endpoint, replies, answer) => {
	expect((await ask(endpoint, replies, {body})).answer).toBe(answer);
});

test.each<readonly [string, Readonly<Record<string, Reply>>, string]>([
	['V2', {'GET /v2/models/wisdom-1/ready': {}}, 'wisdom-1 says that its model is ready'],
	['V1', {'GET /v1/models/wisdom-1': {body: '{"name":"x","ready":"True"}'}}, 'wisdom-1 says that its model is ready'],
	[
		'V1, not ready',
		{'GET /v1/models/wisdom-1': {body: '{"name":"x","ready":false}'}},
		`error: wisdom-1 does not say that its model wisdom-1 is ready (HTTP 404 and 200 for host wisdom-1-predictor.models.svc.cluster.local): ${goOn}`,
	],
	[
		'V2, loading',
		{'GET /v2/models/wisdom-1/ready': {status: 503}},
		`error: wisdom-1 does not say that its model wisdom-1 is ready (HTTP 503 for host wisdom-1-predictor.models.svc.cluster.local): ${goOn}`,
	],
])('a model that does not tell its inputs is asked whether it is ready: %s', async (_, replies, answer) => {
	const result = await ask(byHeader, replies);
	expect(result.answer).toBe(answer);
	expect(result.told).toEqual([
		'model wisdom-1 does not tell its inputs (HTTP 404 for /v2/models/wisdom-1 of wisdom-1-predictor.models.svc.cluster.local, without a word, as of a gateway that has no route there): give a request with -f',
	]);
});

test('at its own host a model that no route leads to is not asked, with a request or without', async () => {
	expect((await ask(direct, {})).answer).toBe('wisdom-1 was not asked: no route of the gateway leads to it alone');
});

test('a route that does not tell the model needs a request', async () => {
	expect((await ask({...byHeader, model: undefined}, {})).answer).toBe(
		`error: cannot tell which model wisdom-1 serves: ${goOn}`,
	);
});
