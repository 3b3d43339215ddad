import {describe, expect, it} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {sendJson, startServer, status, type Answer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

const object = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'n'}};
const tooMany = status(429, 'TooManyRequests', 'too many requests');

/** Waits take no time here, and are noted. */
async function start(answer: Answer) {
	const {url, received} = await startServer(answer);
	const waits: number[] = [];
	const wait = async (ms: number) => {
		waits.push(ms);
	};
	return {cluster: connect(connectionTo(url), {version: '0', wait}), received, waits};
}

describe('a server that is too busy (429)', () => {
	it('is asked again after the time it asks for', async () => {
		const {cluster, waits} = await start((_, response, count) => {
			response.setHeader('Retry-After', count);
			sendJson(response, count < 3 ? tooMany : object, count < 3 ? 429 : 200);
		});
		expect(await cluster.apply(configMaps, object, {fieldManager: 'me'})).toEqual(object);
		expect(waits).toEqual([1000, 2000]);
	});

	it('is asked no more than six times, with no wait longer than half a minute', async () => {
		const {cluster, waits} = await start((_, response) => {
			response.setHeader('Retry-After', 3600);
			sendJson(response, tooMany, 429);
		});
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toMatchObject({code: 429, reason: 'TooManyRequests'});
		expect(waits).toEqual([30_000, 30_000, 30_000, 30_000, 30_000]);
	});

	it.each<[string, Answer]>([
		['names no time', (_, response) => sendJson(response, tooMany, 429)],
		[
			'names no number',
			(_, response) => {
				response.setHeader('Retry-After', 'Wed, 21 Oct 2026 07:28:00 GMT');
				sendJson(response, tooMany, 429);
			},
		],
		[
			'names nothing',
			(_, response) => {
				response.setHeader('Retry-After', '');
				sendJson(response, tooMany, 429);
			},
		],
	])('is not asked again when it %s', async (_, answer) => {
		const {cluster, received} = await start(answer);
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toMatchObject({code: 429});
		expect(received).toHaveLength(1);
	});

	it('is not listened to any longer when it has refused a watch', async () => {
		const closed = Promise.withResolvers<void>();
		const {cluster} = await start((_, response, count) => {
			if (count === 1) {
				response.on('close', () => closed.resolve());
				response.writeHead(429, {'Retry-After': 0});
				response.write(' '); // and more, whenever it likes
			} else {
				response.write(`${JSON.stringify({type: 'ADDED', object})}\n`);
			}
		});
		for await (const event of cluster.watch(configMaps, 'n', {resourceVersion: '1'})) {
			expect(event.object).toEqual(object);
			break;
		}

		await closed.promise;
	});

	it('is read no further than an error is long', async () => {
		const closed = Promise.withResolvers<void>();
		const {cluster} = await start((_, response, count) => {
			if (count > 1) return sendJson(response, object);
			const fill = () => {
				while (response.write('a'.repeat(65_536)));
			};
			response.on('close', () => closed.resolve());
			response.on('drain', fill).on('error', () => {});
			response.writeHead(429, {'Retry-After': 0});
			fill();
		});
		expect(await cluster.get(configMaps, 'n', 'a')).toEqual(object);
		await closed.promise;
	});

	it('is never asked twice to create something', async () => {
		const {cluster, received} = await start((_, response) => {
			response.setHeader('Retry-After', 1);
			sendJson(response, tooMany, 429);
		});
		await expect(cluster.create(configMaps, object)).rejects.toMatchObject({code: 429});
		expect(received).toHaveLength(1);
	});
});

describe('a server that stumbles and says when to come again', () => {
	const stumble: Answer = (_, response, count) => {
		response.setHeader('Retry-After', 1);
		if (count === 1) sendJson(response, status(503, 'ServiceUnavailable', 'not now'), 503);
		else sendJson(response, object);
	};

	it('is asked again for what only reads', async () => {
		const {cluster, waits} = await start(stumble);
		expect(await cluster.get(configMaps, 'n', 'a')).toEqual(object);
		expect(waits).toEqual([1000]);
	});

	it('is not asked again for a write, nor for a watch, which is opened again anyhow', async () => {
		const {cluster, received} = await start((request, response) => stumble(request, response, 1));
		const events = cluster.watch(configMaps, 'n', {resourceVersion: '1'});
		await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({code: 503});
		await expect(cluster.replace(configMaps, object)).rejects.toMatchObject({code: 503});
		expect(received).toHaveLength(2);
	});
});

it('what a busy server asks for is not waited for beyond the time of a request', async () => {
	const {url} = await startServer((_, response) => {
		response.setHeader('Retry-After', 30);
		sendJson(response, tooMany, 429);
	});
	const cluster = connect({...connectionTo(url), requestTimeoutMs: 300}, {version: '0'});
	await expect(cluster.get(configMaps, 'n', 'a')).rejects.toMatchObject({
		name: 'ConnectionError',
		message: 'Unable to connect to the server: no answer within 0.3 s',
	});
});
