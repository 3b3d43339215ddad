import http from 'node:http';
import type {Duplex} from 'node:stream';
import {text} from 'node:stream/consumers';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {WebSocketServer, type WebSocket} from 'ws';
import {openPortForward} from '../../source/kube/port-forward.ts';
import {certificatePath, serverTls, startServer} from './api-server.ts';
import {binaryFrame, frame, startHostile, textFrame} from './hostile-web-socket.ts';
import {connectionTo} from './surroundings.ts';

const flags = {certificateAuthority: certificatePath('ca.crt'), token: 'secret', as: 'ann', asGroup: ['a', 'b']};
const portNumber = Buffer.from([0x91, 0x1f]);

/** A message of the kubelet on a channel. */
function message(channel: number, ...parts: (Buffer | string)[]): Buffer {
	return Buffer.concat([Buffer.from([channel]), ...parts.map(part => Buffer.from(part))]);
}

/** An API server that hands each port-forward to `onPod`; both channels have told their port number by then. */
async function startPod(onPod: (socket: WebSocket) => void, refusal?: number) {
	const {url, server} = await startServer(() => {}, serverTls());
	const handshakes: http.IncomingMessage[] = [];
	const sockets = new WebSocketServer({
		server,
		handleProtocols: () => 'v4.channel.k8s.io',
		verifyClient: ({req}, answer) => {
			handshakes.push(req);
			answer(refusal === undefined, refusal);
		},
	});
	sockets.on('connection', socket => {
		socket.send(message(0, portNumber));
		socket.send(message(1, portNumber));
		onPod(socket);
	});
	onTestFinished(() => {
		for (const client of sockets.clients) client.terminate();
	});
	const open = async (signal?: AbortSignal): Promise<Duplex> => {
		const stream = await openPortForward(connectionTo(url, flags), 'istio-system', 'gateway-0', 8081, signal);
		onTestFinished(() => void stream.destroy());
		return stream;
	};
	return {open, handshakes};
}

function errorOf(stream: Duplex): Promise<Error> {
	return new Promise(resolve => stream.once('error', resolve));
}

describe('openPortForward', () => {
	it('asks for the port of the pod, as who we are', async () => {
		const {open, handshakes} = await startPod(() => {});
		await open();
		expect(handshakes[0]?.url).toBe('/api/v1/namespaces/istio-system/pods/gateway-0/portforward?ports=8081');
		expect(handshakes[0]?.headers).toMatchObject({
			authorization: 'Bearer secret',
			'impersonate-user': 'ann',
			'impersonate-group': 'a, b',
		});
	});

	it('carries what is written to the pod, and back', async () => {
		const {open} = await startPod(socket => {
			socket.on('message', (received: Buffer) => {
				socket.send(message(0, received.subarray(1).toString().toUpperCase()));
				socket.close();
			});
		});
		const stream = await open();
		stream.write('hello');
		expect(await text(stream)).toBe('HELLO');
	});

	it('breaks at a message that is larger than a pod sends, and offers no compression', async () => {
		const {open, handshakes} = await startPod(socket => {
			socket.on('message', () => socket.send(message(0, Buffer.alloc(4 * 2 ** 20))));
		});
		const stream = await open();
		const error = errorOf(stream);
		stream.resume();
		stream.write('hello');
		expect((await error).message).toBe(
			'the connection to pod istio-system/gateway-0, port 8081 broke: Max payload size exceeded',
		);
		expect(handshakes[0]?.headers['sec-websocket-extensions']).toBeUndefined();
	});

	it('serves node:http as a connection, for one request after the other', async () => {
		let connections = 0;
		const {open} = await startPod(socket => {
			connections++;
			socket.on('message', () => socket.send(message(0, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')));
		});
		const stream = await open();
		const agent = Object.assign(new http.Agent({keepAlive: true}), {createConnection: () => stream});
		const get = async () => {
			const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
				http.get({agent, host: 'model.test'}, resolve).on('error', reject);
			});
			return text(answer);
		};
		expect([await get(), await get(), connections]).toEqual(['ok', 'ok', 1]);
	});

	it('fails with what the kubelet says about the port', async () => {
		const {open} = await startPod(socket => socket.send(message(1, 'connection refused\n')));
		// It may come with the answer to the handshake.
		expect(await open().then(errorOf, (caught: Error) => caught)).toMatchObject({
			name: 'ConnectionError',
			message: 'cannot forward to pod istio-system/gateway-0, port 8081: connection refused',
		});
	});

	it('closes the WebSocket when it is destroyed, or ended', async () => {
		for (const end of [(stream: Duplex) => stream.destroy(), (stream: Duplex) => stream.end()]) {
			const closed = Promise.withResolvers<void>();
			const {open} = await startPod(socket => socket.on('close', () => closed.resolve()));
			end(await open());
			await closed.promise;
		}
	});

	it('is destroyed by its signal', async () => {
		const stop = new AbortController();
		const {open} = await startPod(() => {});
		const stream = await open(stop.signal);
		const error = errorOf(stream);
		stop.abort(new Error('enough'));
		expect((await error).message).toBe('enough');
	});

	it.each([
		[401, 'Unauthorized', 'you must be logged in to the server'],
		[403, 'Forbidden', 'you may not create pods/portforward there'],
		[404, 'NotFound', 'there is no such pod'],
		[500, '', 'the server answered with HTTP 500; does the pod run?'],
	])('rejects when the server answers %i', async (code, reason, words) => {
		const {open} = await startPod(() => {}, code);
		await expect(open()).rejects.toMatchObject({
			name: 'ApiError',
			code,
			reason,
			message: `cannot forward to pod istio-system/gateway-0, port 8081: ${words}`,
		});
	});

	describe('from a server that is hostile', () => {
		const port = [0x91, 0x1f];
		const hello = [...Buffer.from('hello')];

		it.each<[string, Buffer]>([
			['an empty message', binaryFrame()],
			['an empty text', textFrame()],
			['a text', textFrame(0, 0x61)],
			['an unknown channel', binaryFrame(7, 1)],
			['the end of stdin', binaryFrame(255, 0)],
			['the end of stdout', binaryFrame(255, 1)],
			['the end of stderr', binaryFrame(255, 2)],
			['the end of nothing', binaryFrame(255)],
			['the end of stdout, as text', textFrame(0xc3, 0xbf, 1)],
			['an error without words', binaryFrame(1)],
		])('passes over %s', async (_, hostile) => {
			const ends = [
				vi.spyOn(process.stdin, 'pause').mockReturnThis(),
				vi.spyOn(process.stdout, 'end').mockReturnThis(),
				vi.spyOn(process.stderr, 'end').mockReturnThis(),
			];
			onTestFinished(() => void vi.restoreAllMocks());
			const url = await startHostile(
				Buffer.concat([hostile, binaryFrame(0, ...port), hostile, binaryFrame(0, ...hello), frame(8)]),
			);
			const stream = await openPortForward(connectionTo(url), 'n', 'p', 8081);
			expect(await text(stream)).toBe('hello');
			for (const end of ends) expect(end).not.toHaveBeenCalled();
		});

		it.each<[string, Buffer, string]>([
			[
				'an error',
				binaryFrame(1, ...port, ...Buffer.from('refused\n')),
				'cannot forward to pod n/p, port 8081: refused',
			],
			[
				'a message of no kind',
				frame(3),
				'the connection to pod n/p, port 8081 broke: Invalid WebSocket frame: invalid opcode 3',
			],
			[
				'a compressed message',
				Buffer.from([0xc2, 0]),
				'the connection to pod n/p, port 8081 broke: Invalid WebSocket frame: RSV1 must be clear',
			],
		])('rejects at %s that comes with its answer', async (_, bytes, message) => {
			const url = await startHostile(bytes);
			await expect(openPortForward(connectionTo(url), 'n', 'p', 8081)).rejects.toMatchObject({
				name: 'ConnectionError',
				message,
			});
		});

		it('tells no more of an error than its beginning', async () => {
			const {open} = await startPod(socket => socket.send(message(1, Buffer.alloc(2 ** 20, 'a'))));
			const error = await open().then(errorOf, (caught: Error) => caught);
			expect(error.message).toBe(`cannot forward to pod istio-system/gateway-0, port 8081: ${'a'.repeat(1000)}…`);
		});
	});

	it('rejects when nobody is there', async () => {
		await expect(openPortForward(connectionTo('https://127.0.0.1:1', flags), 'n', 'p', 1)).rejects.toMatchObject({
			name: 'ConnectionError',
			message: 'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
		});
	});

	it('rejects with the reason of a signal that aborts meanwhile', async () => {
		const {url} = await startServer(() => {}, serverTls());
		const stop = new AbortController();
		const opening = openPortForward(connectionTo(url, flags), 'n', 'p', 1, stop.signal);
		setImmediate(() => stop.abort(new Error('enough')));
		await expect(opening).rejects.toThrow('enough');
	});
});
