import {once} from 'node:events';
import {createServer as createHttpServer} from 'node:http';
import {connect, createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {WebSocket} from 'ws';
import {forwardPort} from '../../../source/sandbox/api/port-forward.ts';
import {Store} from '../../../source/sandbox/api/store.ts';

const protocol = 'v4.channel.k8s.io';
const podPort = 80;

async function listening(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port;
}

/** A pod that sends back what it gets, and ends at `bye`, behind a server that forwards its port; gives the server's port. */
async function startEcho(): Promise<number> {
	const pod = await listening(
		createServer(socket => {
			socket.on('data', bytes => (String(bytes) === 'bye' ? socket.end() : socket.write(bytes)));
			socket.on('error', () => socket.destroy());
		}),
	);
	const store = new Store();
	store.put({apiVersion: 'v1', kind: 'Pod', metadata: {name: 'echo', namespace: 'default'}});
	const place = {namespace: 'default', name: 'echo'} as Parameters<typeof forwardPort>[2];
	const server = createHttpServer();
	server.on('upgrade', (request, socket, head) => {
		onTestFinished(() => void socket.destroy());
		forwardPort(store, (_, _pod, port) => (port === podPort ? pod : undefined), place, {request, socket, head});
	});
	return listening(server);
}

/** A client whose two channels have said which port they are of, and what it gets from then on, joined. */
async function open(port: number, wanted = podPort) {
	const client = new WebSocket(`ws://127.0.0.1:${port}/?ports=${wanted}`, protocol);
	onTestFinished(() => client.terminate());
	const greetings: Buffer[] = [];
	const bytes: Buffer[] = [];
	client.on('message', (message: Buffer) => {
		if (greetings.length < 2) greetings.push(message);
		else bytes.push(message);
		client.emit('taken');
	});
	await once(client, 'open');
	const until = async (holds: () => boolean): Promise<void> => {
		while (!holds()) await once(client, 'taken');
	};
	await until(() => greetings.length === 2);
	expect(greetings).toEqual([Buffer.of(0, wanted, 0), Buffer.of(1, wanted, 0)]);
	/** What has come on the channel of bytes, without the channel's number. */
	const received = (): Buffer => Buffer.concat(bytes.map(message => message.subarray(1)));
	return {client, until, received};
}

function onBytes(content: Buffer | string): Buffer {
	return Buffer.concat([Buffer.of(0), Buffer.from(content)]);
}

test.each([1, 125, 126, 65_535, 65_536, 300_000])('a message of %i bytes comes and goes', async size => {
	const {client, until, received} = await open(await startEcho());
	const content = Buffer.alloc(size, 'x');
	client.send(onBytes(content));
	await until(() => received().length >= size);
	expect(received().equals(content)).toBe(true);
	expect(client.protocol).toBe(protocol);
});

test('a message without bytes is no bytes', async () => {
	const {client, until, received} = await open(await startEcho());
	client.send(onBytes(''));
	client.send(onBytes('x'));
	await until(() => received().length > 0);
	expect(String(received())).toBe('x');
});

test('the parts of a message become one, with a ping between them answered', async () => {
	const {client, until, received} = await open(await startEcho());
	const pong = once(client, 'pong');
	client.send(onBytes('one '), {binary: true, fin: false});
	client.ping('here?');
	client.send('message', {binary: true, fin: true});
	expect(String((await pong)[0])).toBe('here?');
	await until(() => received().length >= 11);
	expect(String(received())).toBe('one message');
});

test('either side closes', async () => {
	const port = await startEcho();
	const {client} = await open(port);
	client.send(onBytes('bye'));
	expect((await once(client, 'close'))[0]).toBe(1000);
	const {client: other} = await open(port);
	other.close(4000);
	expect((await once(other, 'close'))[0]).toBe(4000);
});

test('text is refused', async () => {
	const {client} = await open(await startEcho());
	client.send('text');
	expect((await once(client, 'close'))[0]).toBe(1003);
});

test('a port on which nothing listens is told on the channel of errors', async () => {
	const {client, received} = await open(await startEcho(), 81);
	await once(client, 'close');
	expect(String(received())).toBe(
		'an error occurred forwarding 81: failed to connect to localhost:81: connect: connection refused',
	);
});

test('bytes that come one by one are whole messages, and those without a mask end it', async () => {
	const socket = await openRaw(await startEcho());
	for (const byte of [0x82, 0x83, 1, 2, 3, 4, 0 ^ 1, 0x61 ^ 2, 0x62 ^ 3]) {
		socket.write(Buffer.of(byte));
		await new Promise(resolve => setImmediate(resolve));
	}

	expect(await next(socket)).toEqual(Buffer.from([0x82, 3, 0, 0x61, 0x62]));
	socket.write(Buffer.of(0x82, 1, 0x61));
	expect(await next(socket)).toEqual(Buffer.from([0x88, 2, 1002 >> 8, 1002 & 255]));
});

async function openRaw(port: number): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	onTestFinished(() => void socket.destroy());
	// the key and answer of RFC 6455, section 1.3
	socket.write(
		[
			`GET /?ports=${podPort} HTTP/1.1`,
			'Host: x',
			'Connection: Upgrade',
			'Upgrade: websocket',
			'Sec-WebSocket-Version: 13',
			`Sec-WebSocket-Protocol: ${protocol}`,
			'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
			'\r\n',
		].join('\r\n'),
	);
	let answer = Buffer.alloc(0);
	const greetings = Buffer.from([0x82, 3, 0, podPort, 0, 0x82, 3, 1, podPort, 0]);
	while (!answer.subarray(-greetings.length).equals(greetings)) answer = Buffer.concat([answer, await next(socket)]);
	expect(String(answer)).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n');
	return socket;
}

async function next(socket: Socket): Promise<Buffer> {
	const [chunk] = (await once(socket, 'data')) as [Buffer];
	return chunk;
}
