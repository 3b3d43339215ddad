import type {ServerResponse} from 'node:http';
import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {lineSplitter} from '../../source/kube/watch.ts';
import type {WatchEvent} from '../../source/objects/cluster.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {sendJson, startServer, status, type Answer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

const event = (name: string, type = 'ADDED') => ({type, object: {metadata: {name, resourceVersion: '7'}}});
const line = (value: unknown) => `${JSON.stringify(value)}\n`;

async function start(answer: Answer) {
	const {url, received} = await startServer(answer);
	const {host} = new URL(url);
	return {cluster: connect(connectionTo(url), {version: '0'}), received, host};
}

/** Reads a watch to its end: the names that it told, and the error that ended it. */
async function readWatch(answer: Answer, signal?: AbortSignal) {
	const {cluster, host} = await start(answer);
	const names: string[] = [];
	let error: unknown;
	try {
		for await (const {object} of cluster.watch(configMaps, 'n', {resourceVersion: '1', ...(signal && {signal})})) {
			names.push(object.metadata.name);
		}
	} catch (caught) {
		error = caught;
	}

	return {names, error, host};
}

/** Writes chunks, each as one of its own on the wire, then ends. */
async function writeApart(response: ServerResponse, chunks: readonly Buffer[]): Promise<void> {
	response.socket?.setNoDelay(true);
	for (const chunk of chunks) {
		await new Promise(resolve => response.write(chunk, resolve));
		await new Promise(resolve => setImmediate(resolve));
	}

	response.end();
}

describe('watch', () => {
	it('asks for bookmarks, from a version on, for five to ten minutes', async () => {
		const {cluster, received} = await start((_, response) => response.end());
		const events: WatchEvent[] = [];
		for await (const each of cluster.watch(configMaps, 'n', {resourceVersion: '12', labelSelector: 'a=b'}))
			events.push(each);
		const {pathname, searchParams} = new URL(received[0]?.url ?? '', 'http://x');
		const {timeoutSeconds, ...parameters} = Object.fromEntries(searchParams);
		expect(pathname).toBe('/api/v1/namespaces/n/configmaps');
		expect(parameters).toEqual({
			watch: 'true',
			allowWatchBookmarks: 'true',
			resourceVersion: '12',
			labelSelector: 'a=b',
		});
		expect(Number(timeoutSeconds)).toBeGreaterThanOrEqual(300);
		expect(Number(timeoutSeconds)).toBeLessThan(600);
		expect(events).toEqual([]);
	});

	it('tells events whose characters and lines are cut by chunks, until the server closes', async () => {
		const bytes = Buffer.from(line(event('größe')) + line(event('名前', 'MODIFIED')));
		const {names, error} = await readWatch((_, response) => {
			void writeApart(
				response,
				Array.from({length: bytes.length}, (_, i) => bytes.subarray(i, i + 1)),
			);
		});
		expect({names, error}).toEqual({names: ['größe', '名前'], error: undefined});
	});

	it('rejects with the error that the server sends as an event', async () => {
		const {names, error} = await readWatch((_, response) => {
			response.write(line(event('a')));
			response.end(line({type: 'ERROR', object: status(410, 'Expired', 'too old resource version: 1 (2)')}));
		});
		expect(names).toEqual(['a']);
		expect(error).toMatchObject({
			name: 'ApiError',
			code: 410,
			reason: 'Expired',
			message: 'too old resource version: 1 (2)',
		});
	});

	it('rejects at a line that does not end', async () => {
		const {names, error, host} = await readWatch((_, response) => {
			response.write(line(event('a')));
			const fill = (): void => {
				while (!response.destroyed && response.write(Buffer.alloc(2 ** 20, 'a')));
			};
			response.on('drain', fill);
			fill();
		});
		expect(names).toEqual(['a']);
		expect(error).toMatchObject({
			name: 'ConnectionError',
			message: `what ${host} answers about configmaps is larger than 16 MiB: look whether this is the address of a Kubernetes API server`,
		});
	});

	it('rejects with the error that the server answers', async () => {
		const {error} = await readWatch((_, response) => sendJson(response, status(403, 'Forbidden', 'no'), 403));
		expect(error).toMatchObject({name: 'ApiError', reason: 'Forbidden'});
	});

	it.each<[string, (response: ServerResponse) => void]>([
		['is reset', response => response.socket?.resetAndDestroy()],
		['ends too early', response => response.socket?.end()],
	])('rejects when the connection %s', async (_, breakOff) => {
		const {names, error, host} = await readWatch((_request, response) => {
			response.write(line(event('a')), () => setImmediate(() => breakOff(response)));
		});
		expect(error).toMatchObject({name: 'ConnectionError', message: `The connection to the server ${host} was lost`});
		expect(names.length).toBeLessThanOrEqual(1);
	});

	it.each([['<html>'], ['null'], ['{"type":"ADDED"}']])('rejects when a line is %s', async garbage => {
		const {error, host} = await readWatch((_, response) => response.end(`${garbage}\n`));
		expect(error).toMatchObject({name: 'ConnectionError', message: `${host} sent something that is no watch event`});
	});

	it('passes over blank lines, by which something between keeps the connection open', async () => {
		const {names, error} = await readWatch((_, response) => response.end(`\n \r\n${line(event('a'))}\n`));
		expect({names, error}).toEqual({names: ['a'], error: undefined});
	});

	it('ends when its signal aborts', async () => {
		const stop = new AbortController();
		const {cluster} = await start((_, response) => response.write(line(event('a'))));
		const names: string[] = [];
		for await (const {object} of cluster.watch(configMaps, 'n', {resourceVersion: '1', signal: stop.signal})) {
			names.push(object.metadata.name);
			stop.abort();
		}

		expect(names).toEqual(['a']);
	});

	it('closes its connection when the reader has had enough', async () => {
		const closed = Promise.withResolvers<void>();
		const {cluster} = await start((_, response) => {
			response.on('close', () => closed.resolve());
			response.write(line(event('a')));
		});
		for await (const {object} of cluster.watch(configMaps, 'n', {resourceVersion: '1'})) {
			expect(object.metadata.name).toBe('a');
			break;
		}

		await closed.promise;
	});
});

describe('lineSplitter', () => {
	it('gives the same lines however the bytes are cut', () => {
		const text = fc.array(fc.string({unit: 'grapheme'}).map(each => each.replaceAll('\n', '')));
		fc.assert(
			fc.property(text, fc.array(fc.nat({max: 5})), (lines, cuts) => {
				const bytes = Buffer.from(lines.map(each => `${each}\n`).join(''));
				const split = lineSplitter({mostBytes: 10_000, what: 'a line', remedy: ''});
				const found: string[] = [];
				let start = 0;
				for (const size of cuts) {
					found.push(...split(bytes.subarray(start, start + size)));
					start += size;
				}

				found.push(...split(bytes.subarray(start)));
				expect(found).toEqual(lines);
			}),
		);
	});
});
