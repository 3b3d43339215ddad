import net, {type AddressInfo} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import type {Connection} from '../../source/kube/connection.ts';
import {startInformer} from '../../source/kube/informer.ts';
import {openPortForward} from '../../source/kube/port-forward.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {eventually} from '../helpers/eventually.ts';
import {certificatePath, sendJson, serverTls, startServer, type Answer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

const object = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}};

/** A server over TLS that counts its connections. */
async function start(answer: Answer) {
	const {url, server, received} = await startServer(answer, serverTls());
	let connections = 0;
	server.on('secureConnection', () => connections++);
	const connection = connectionTo(url, {certificateAuthority: certificatePath('ca.crt')});
	let requestTimeoutMs: number | undefined;
	const timed = Object.defineProperty({...connection}, 'requestTimeoutMs', {get: () => requestTimeoutMs});
	const cluster = connect(timed, {version: '0', longestSilenceMs: 1000});
	/** From now on; a handshake on a busy machine takes its time. */
	const limit = (ms: number | undefined) => void (requestTimeoutMs = ms);
	return {cluster, received, host: new URL(url).host, connections: () => connections, limit};
}

/** A listener that takes connections and never says a word. */
async function startSilence(): Promise<string> {
	const sockets = new Set<net.Socket>();
	const server = net.createServer(socket => sockets.add(socket));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Fills the pool with as many connections as requests at once. */
async function fillPool(cluster: ReturnType<typeof connect>, count: number): Promise<void> {
	await Promise.all(Array.from({length: count}, () => cluster.get(configMaps, 'n', 'a')));
}

describe('a silent network', () => {
	it('costs one request, not one for each connection that was kept', async () => {
		let isSilent = false;
		const answer: Answer = (_, response) => void (isSilent || sendJson(response, object));
		const {cluster, connections, limit} = await start(answer);
		await fillPool(cluster, 4);
		isSilent = true;
		limit(50);
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toThrow('no answer within 0.05 s');
		isSilent = false;
		limit(undefined);
		await cluster.get(configMaps, 'n', 'a');
		expect(connections()).toBe(5);
	});

	it('is found by who sets a time for a request, too', async () => {
		let isSilent = false;
		const {cluster, connections} = await start((_, response) => void (isSilent || sendJson(response, object)));
		await fillPool(cluster, 2);
		isSilent = true;
		const late = cluster.get(configMaps, 'n', 'a', AbortSignal.timeout(50));
		await expect(late).rejects.toMatchObject({name: 'TimeoutError'});
		isSilent = false;
		await cluster.get(configMaps, 'n', 'a');
		expect(connections()).toBe(3);
	});

	it('leaves the pool as it is when a request was only not wanted any more', async () => {
		let isSilent = false;
		const {cluster, connections} = await start((_, response) => void (isSilent || sendJson(response, object)));
		await fillPool(cluster, 3);
		isSilent = true;
		const stop = new AbortController();
		const unwanted = cluster.get(configMaps, 'n', 'a', stop.signal);
		stop.abort(new Error('enough'));
		await expect(unwanted).rejects.toThrow('enough');
		isSilent = false;
		await cluster.get(configMaps, 'n', 'a');
		expect(connections()).toBe(3);
	});

	it('ends a watch that is silent for longer than the server would be, and only such a one', async () => {
		const {cluster, host} = await start((_, response) => {
			let count = 0;
			const timer = setInterval(() => {
				if (++count === 8) clearInterval(timer);
				else response.write(`${JSON.stringify({type: 'BOOKMARK', object})}\n`);
			}, 20);
		});
		let bookmarks = 0;
		const watch = async (): Promise<void> => {
			for await (const {type} of cluster.watch(configMaps, 'n', {resourceVersion: '1'}))
				if (type === 'BOOKMARK') bookmarks++;
		};
		await expect(watch()).rejects.toThrow(`${host} was silent for 1 s`);
		expect(bookmarks).toBe(7);
	});
});

it('an informer goes on with a watch that was silent, from where it was, and calls nothing wrong', async () => {
	const {cluster, received} = await start(({url}, response) => {
		if (!url.includes('watch=true')) sendJson(response, {metadata: {resourceVersion: '7'}, items: []});
		else response.flushHeaders();
	});
	const errors: string[] = [];
	const stopping = new AbortController();
	startInformer({
		cluster,
		resource: configMaps,
		namespace: 'n',
		onUpdate: () => undefined,
		onError: ({message}) => errors.push(message),
		signal: stopping.signal,
	});
	await eventually(() => expect(received).toHaveLength(3));
	stopping.abort();
	expect(received.slice(1).map(({url}) => /resourceVersion=\d+/.exec(url)?.[0])).toEqual([
		'resourceVersion=7',
		'resourceVersion=7',
	]);
	expect(errors).toEqual([]);
});

it('a watch that does not begin is given up, also where requests may take for ever', async () => {
	const {cluster, limit} = await start(() => {});
	limit(0);
	const events = cluster.watch(configMaps, 'n', {resourceVersion: '1'});
	await expect(events[Symbol.asyncIterator]().next()).rejects.toThrow('no answer within 1 s');
});

describe.each(['http', 'https', 'socks5h'])('behind a silent proxy of %s', scheme => {
	const behind = async (): Promise<Connection> => ({
		...connectionTo('https://api.test', {certificateAuthority: certificatePath('ca.crt')}),
		proxyUrl: `${scheme}://${await startSilence()}`,
	});

	it('a request ends in its time', async () => {
		const cluster = connect({...(await behind()), requestTimeoutMs: 50}, {version: '0'});
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toThrow('no answer within 0.05 s');
	});

	it('a request ends at once when it is not wanted any more', async () => {
		const cluster = connect(await behind(), {version: '0'});
		const stop = new AbortController();
		const request = cluster.get(configMaps, 'n', 'a', stop.signal);
		setTimeout(() => stop.abort(new Error('enough')), 20);
		await expect(request).rejects.toThrow('enough');
	});

	it.each([
		['in its time', 30, undefined, 'no answer within 0.03 s'],
		['at once when it is not wanted any more', undefined, 20, 'enough'],
	])('a port-forward ends %s', async (_, requestTimeoutMs, abortAfterMs, words) => {
		const stop = new AbortController();
		if (abortAfterMs !== undefined) setTimeout(() => stop.abort(new Error('enough')), abortAfterMs);
		const opening = openPortForward({...(await behind()), requestTimeoutMs}, 'n', 'pod', 80, stop.signal);
		await expect(opening).rejects.toThrow(words);
	});
});

it('a request to a server that takes the connection and never shows its certificate ends when it is not wanted any more', async () => {
	const cluster = connect(connectionTo(`https://${await startSilence()}`), {version: '0'});
	const stop = new AbortController();
	const request = cluster.get(configMaps, 'n', 'a', stop.signal);
	setTimeout(() => stop.abort(new Error('enough')), 20);
	await expect(request).rejects.toThrow('enough');
});

describe('the guard of a write', () => {
	it('is asked again when the connection is there, however long that took', async () => {
		let asked = 0;
		const {cluster, received} = await start((_, response) => sendJson(response, object));
		const guard = () => {
			asked++;
			throw new Error('not any more');
		};
		await expect(cluster.create(configMaps, object, {guard})).rejects.toThrow('not any more');
		expect(asked).toBe(1);
		await cluster.get(configMaps, 'n', 'a');
		expect(received.map(({method}) => method)).toEqual(['GET']);
	});
});
