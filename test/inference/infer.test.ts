import {expect, test} from 'vitest';
import type {Answer} from '../../source/inference/gateway.ts';
import {inferenceRequest, refusal, type InferenceRequest} from '../../source/inference/infer.ts';

const {signal} = new AbortController();
const request: InferenceRequest = {host: 'wisdom.default', path: '/', headers: {}, body: '{}', signal, timeoutMs: 1000};
const answer = (status: number, body: string, version?: string): Answer => ({
	status,
	body,
	version,
	headers: {},
	elapsedMs: 1,
});

test('an inference is JSON by POST, unless headers say otherwise', () => {
	expect(inferenceRequest(request)).toEqual({
		...request,
		method: 'POST',
		headers: {'content-type': 'application/json', accept: 'application/json'},
	});
	const headers = {host: 'other', 'content-type': 'text/plain', traffic: 'test'};
	expect(inferenceRequest({...request, headers})).toEqual({
		...request,
		method: 'POST',
		host: 'other',
		headers: {accept: 'application/json', ...headers},
	});
});

test.for<[Answer, string]>([
	[
		answer(404, ''),
		'the gateway has no route for host wisdom.default (HTTP 404): does the daemon run (kubectl iter8 watch)?',
	],
	[answer(404, '', 'wisdom-0'), 'wisdom-0 answered with HTTP 404'],
	[answer(400, ' {\n "error": "shape"\n}\n', 'wisdom-1'), 'wisdom-1 answered with HTTP 400: { "error": "shape" }'],
	[answer(500, 'x'.repeat(301)), `the gateway answered with HTTP 500: ${'x'.repeat(300)}…`],
])('%o is told in words', ([refused, words]) => {
	expect(refusal(refused, 'wisdom.default')).toBe(words);
});
