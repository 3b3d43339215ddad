import {expect, test} from 'vitest';
import type {Answer, GatewayRequest} from '../../source/inference/gateway.ts';
import {probeRoute} from '../../source/inference/probe-route.ts';

const probe = {
	host: 'wisdom.models',
	request: {method: 'GET', path: '/?beta=y', headers: {traffic: 'test'}},
	version: 'wisdom-1',
	namespace: 'models',
};
const {signal} = new AbortController();

function gatewayThat(send: (request: GatewayRequest) => Promise<Answer>) {
	return {send, close: () => undefined};
}

function answer(status: number, version: string | undefined): Promise<Answer> {
	return Promise.resolve({status, version, headers: {}, body: '', elapsedMs: 1});
}

test.each([
	['the version that leaves', 200, 'wisdom-1', 'old'],
	['the version that leaves, though it fails', 503, 'wisdom-1', 'old'],
	['another version', 404, 'wisdom-0', 'new'],
	['nobody, as no route is there', 404, undefined, 'unknown'],
	['nobody for another reason', 503, undefined, 'unknown'],
	['something that names no version', 200, undefined, 'unknown'],
])('an answer by %s', async (_, status, version, seen) => {
	expect(
		await probeRoute(
			gatewayThat(() => answer(status, version)),
			probe,
			signal,
		),
	).toBe(seen);
});

test('the request is a GET as the route asks for it', async () => {
	const sent: GatewayRequest[] = [];
	const gateway = gatewayThat(request => {
		sent.push(request);
		return answer(200, 'wisdom-0');
	});
	await probeRoute(gateway, probe, signal);
	expect(sent).toEqual([
		{
			method: 'GET',
			host: 'wisdom.models',
			path: '/?beta=y',
			headers: {traffic: 'test'},
			signal,
			timeoutMs: 2000,
			mostBytes: 2 ** 20,
		},
	]);
	expect(await probeRoute(gateway, {...probe, request: {...probe.request, method: 'POST'}}, signal)).toBe('unknown');
	expect(sent).toHaveLength(1);
});

test('no answer tells nothing', async () => {
	const gateway = gatewayThat(() => Promise.reject(new Error('connection refused')));
	expect(await probeRoute(gateway, probe, signal)).toBe('unknown');
});
