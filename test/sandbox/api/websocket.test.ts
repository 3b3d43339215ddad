import {once} from 'node:events';
import {createServer} from 'node:http';
import {connect, type AddressInfo, type Socket} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {WebSocket} from 'ws';
import {handshake, WebSocketServerSide} from '../../../source/sandbox/api/websocket.ts';

/** A server that sends back each message; gives its port and what it received. */
async function startEcho(): Promise<{readonly port: number; readonly received: readonly Buffer[]}> {
	const received: Buffer[] = [];
	const server = createServer();
	server.on('upgrade', (request, socket) => {
		socket.write(handshake(request, 'echo'));
		const side = new WebSocketServerSide(socket, message => {
			received.push(message);
			if (message.toString() === 'bye') side.close();
			else side.send(message);
		});
		onTestFinished(() => void socket.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return {port: (server.address() as AddressInfo).port, received};
}

async function open(port: number): Promise<WebSocket> {
	const client = new WebSocket(`ws://127.0.0.1:${port}`, 'echo');
	onTestFinished(() => client.terminate());
	await once(client, 'open');
	return client;
}

test.each([0, 1, 125, 126, 65_535, 65_536, 300_000])('a message of %i bytes comes and goes', async size => {
	const {port} = await startEcho();
	const client = await open(port);
	const message = Buffer.alloc(size, 'x');
	client.send(message);
	const [answer] = (await once(client, 'message')) as [Buffer];
	expect(answer.equals(message)).toBe(true);
	expect(client.protocol).toBe('echo');
});

test('the parts of a message become one, with a ping between them answered', async () => {
	const {port, received} = await startEcho();
	const client = await open(port);
	const pong = once(client, 'pong');
	const answer = once(client, 'message');
	client.send('one ', {binary: true, fin: false});
	client.ping('here?');
	client.send('message', {binary: true, fin: true});
	expect(String((await pong)[0])).toBe('here?');
	expect(String((await answer)[0])).toBe('one message');
	expect(received.map(String)).toEqual(['one message']);
});

test('either side closes', async () => {
	const {port} = await startEcho();
	const client = await open(port);
	client.send(Buffer.from('bye'));
	expect((await once(client, 'close'))[0]).toBe(1000);
	const other = await open(port);
	other.close(4000);
	expect((await once(other, 'close'))[0]).toBe(4000);
});

test('text is refused', async () => {
	const {port} = await startEcho();
	const client = await open(port);
	client.send('text');
	expect((await once(client, 'close'))[0]).toBe(1003);
});

test('bytes that come one by one are whole messages, and those without a mask end it', async () => {
	const {port, received} = await startEcho();
	const socket = await openRaw(port);
	for (const byte of [0x82, 0x82, 1, 2, 3, 4, 0x61 ^ 1, 0x62 ^ 2]) {
		socket.write(Buffer.of(byte));
		await new Promise(resolve => setImmediate(resolve));
	}

	expect(await next(socket)).toEqual(Buffer.from([0x82, 2, 0x61, 0x62]));
	expect(received.map(String)).toEqual(['ab']);
	socket.write(Buffer.of(0x82, 1, 0x61));
	expect(await next(socket)).toEqual(Buffer.from([0x88, 2, 1002 >> 8, 1002 & 255]));
});

async function openRaw(port: number): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	onTestFinished(() => void socket.destroy());
	// the key and answer of RFC 6455, section 1.3
	socket.write(
		'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
	);
	expect(String(await next(socket))).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
	return socket;
}

async function next(socket: Socket): Promise<Buffer> {
	const [chunk] = (await once(socket, 'data')) as [Buffer];
	return chunk;
}
