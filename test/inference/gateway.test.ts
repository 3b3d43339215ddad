import net, {type AddressInfo} from 'node:net';
import tls from 'node:tls';
import {expect, onTestFinished, test} from 'vitest';
import {openForwardedGateway, openGateway, type Gateway, type GatewayRequest} from '../../source/inference/gateway.ts';
import {withToken} from '../../source/inference/with-token.ts';
import {ApiError} from '../../source/objects/cluster.ts';
import {eventually} from '../helpers/eventually.ts';
import {certificate, serverTls, startServer} from '../kube/api-server.ts';

const request: GatewayRequest = {
	method: 'POST',
	host: 'wisdom.default',
	path: '/',
	headers: {traffic: 'test'},
	body: '{"inputs":[]}',
	signal: new AbortController().signal,
	timeoutMs: 5000,
};

function opened(gateway: Gateway): Gateway {
	onTestFinished(() => gateway.close());
	return gateway;
}

test('a request goes under the path of the URL, with the host of the app', async () => {
	const {url, received} = await startServer((_request, response) => {
		response.writeHead(
			201,
			[
				['App-Version', 'wisdom-1'],
				['App-Version', 'wisdom-0'],
				['Set-Cookie', 'a=1'],
				['Set-Cookie', 'b=2'],
			].flat(),
		);
		response.end('{"outputs":[]}');
	});
	const gateway = opened(openGateway(`${url}/mesh/`));
	const {elapsedMs, headers, ...answer} = await gateway.send({...request, path: '/?a=b'});

	expect(answer).toEqual({status: 201, body: '{"outputs":[]}', version: 'wisdom-1'});
	expect(headers).toMatchObject({'app-version': 'wisdom-1, wisdom-0', 'set-cookie': 'a=1, b=2'});
	expect(elapsedMs).toBeGreaterThan(0);
	expect(received.map(({method, url, headers: {host, traffic}, body}) => [method, url, host, traffic, body])).toEqual([
		['POST', '/mesh/?a=b', 'wisdom.default', 'test', '{"inputs":[]}'],
	]);
});

test('the pieces of an answer are told as they come, with their times', async () => {
	const {promise: seen, resolve: go} = Promise.withResolvers<void>();
	const {url} = await startServer((_request, response) => {
		response.write('first');
		void seen.then(() => response.end('second'));
	});
	const pieces: (readonly [string, number])[] = [];
	const {body, elapsedMs} = await opened(openGateway(url)).send({
		...request,
		onChunk(bytes, atMs) {
			pieces.push([Buffer.from(bytes).toString(), atMs]);
			go();
		},
	});
	expect(pieces.map(([words]) => words)).toEqual(['first', 'second']);
	expect(body).toBe('firstsecond');
	const times = [0, ...pieces.map(([, atMs]) => atMs), elapsedMs];
	expect(times).toEqual(times.toSorted((one, other) => one - other));
});

test('bytes are sent as they are, and those behind the JSON of an answer are kept', async () => {
	const {url, received} = await startServer(({url: path}, response) => {
		response.setHeader('Inference-Header-Content-Length', path === '/wrong' ? 'seven' : '2');
		response.end(Buffer.from('7b7dff00', 'hex'));
	});
	const gateway = opened(openGateway(url));
	const body = Buffer.from('{}é');
	expect(await gateway.send({...request, body})).toMatchObject({body: '{}', binary: Buffer.from('ff00', 'hex')});
	expect(received[0]?.body).toBe('{}é');
	expect((await gateway.send({...request, path: '/wrong'})).binary).toHaveLength(0);
});

test('a connection is kept for the next request', async () => {
	const {url, server} = await startServer((_request, response) => response.end('ok'));
	let connections = 0;
	server.on('connection', () => connections++);
	const gateway = opened(openGateway(url));
	for (let sent = 0; sent < 3; sent++) expect((await gateway.send(request)).body).toBe('ok');
	expect(connections).toBe(1);
});

test('the certificate of a gateway must be for the host of its URL, whatever the Host header says', async () => {
	const authorities = tls.getCACertificates('default');
	onTestFinished(() => tls.setDefaultCACertificates(authorities));
	const {url} = await startServer((_request, response) => response.end('secret'), serverTls());

	await expect(opened(openGateway(url)).send(request)).rejects.toThrow(
		/^the certificate of the gateway at 127\.0\.0\.1:\d+ is not trusted: /,
	);
	tls.setDefaultCACertificates([certificate('ca.crt').toString()]);
	expect((await opened(openGateway(url)).send(request)).body).toBe('secret');
});

test('a certificate is checked against the authorities that are given, or not at all', async () => {
	const {url} = await startServer((_request, response) => response.end('secret'), serverTls());
	const authorities = certificate('ca.crt').toString();
	for (const access of [{authorities}, {isUnchecked: true}]) {
		expect((await opened(openGateway(url, undefined, access)).send(request)).body).toBe('secret');
	}
});

test('a token is sent with each request that has no authorization of its own', async () => {
	const {url, received} = await startServer((_request, response) => response.end('ok'));
	const gateway = opened(withToken(openGateway(url), 'abc'));
	await gateway.send(request);
	await gateway.send({...request, headers: {authorization: 'Basic x'}});
	await opened(withToken(openGateway(url), undefined)).send(request);
	expect(received.map(({headers: {authorization}}) => authorization)).toEqual(['Bearer abc', 'Basic x', undefined]);
});

test.for([
	['localhost:8080', 'the gateway\'s URL "localhost:8080" is not an http:// or https:// address'],
	['ftp://joan:se/cret@gateway', 'the gateway\'s URL "ftp://gateway" is not an http:// or https:// address'],
	['', 'the gateway\'s URL "" is not an http:// or https:// address'],
	[
		'http://gateway/mesh?key=secret',
		'the gateway\'s URL "http://gateway/mesh" has a query, which requests would go without: a query goes with --path, a token with --token-file',
	],
	[
		'http://gateway:80#secret',
		'the gateway\'s URL "http://gateway/" has a fragment, which requests would go without: a query goes with --path, a token with --token-file',
	],
	[
		'https://joan:secret@gateway',
		'the gateway\'s URL "https://gateway/" has a user name or password, which requests would go without: a query goes with --path, a token with --token-file',
	],
] as const)('the URL %o is refused', ([url, message]) => {
	expect(() => openGateway(url)).toThrow(new Error(message));
});

test('no answer in time is an error, wherever the answer stopped', async () => {
	const silent = await startServer(() => {});
	const halting = await startServer((_request, response) => response.write('half of'));
	const never = () => new Promise<never>(() => {});
	const gateways = [openGateway(silent.url), openGateway(halting.url), openForwardedGateway('the pod', never)];
	for (const gateway of gateways) {
		await expect(opened(gateway).send({...request, timeoutMs: 50})).rejects.toThrow(
			/^no answer from (the gateway at 127\.0\.0\.1:\d+|the pod) within 0\.05 s$/,
		);
	}
});

test('an aborted request ends with the reason of its signal', async () => {
	const abortion = new AbortController();
	const reason = new Error('interrupted by SIGINT');
	const {url} = await startServer(() => abortion.abort(reason));
	const gateway = opened(openGateway(url));
	await expect(gateway.send({...request, signal: abortion.signal})).rejects.toBe(reason);
	await expect(gateway.send({...request, signal: abortion.signal})).rejects.toBe(reason);
});

/** A server that does this with each connection. */
async function startRawServer(onConnection: (socket: net.Socket) => void): Promise<string> {
	const server = net.createServer(onConnection);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.close();
	});
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an error says what the gateway did', async () => {
	const closing = await startRawServer(socket => socket.once('data', () => socket.destroy()));
	const babbling = await startRawServer(socket => socket.end('SSH-2.0-OpenSSH\r\n'));
	const counting = await startRawServer(socket =>
		socket.once('data', () => socket.end('HTTP/1.1 000 Odd\r\nContent-Length: 2\r\n\r\n{}')),
	);
	const messageOf = async (url: string) => {
		const gateway = opened(openGateway(url));
		return gateway.send(request).catch((error: Error) => error.message);
	};

	expect(await messageOf(`http://${closing}`)).toBe(
		`the gateway at ${closing} closed the connection before it had answered`,
	);
	expect(await messageOf(`http://${babbling}`)).toBe(
		`the gateway at ${babbling} does not speak the protocol of its URL`,
	);
	expect(await messageOf(`http://${counting}`)).toBe(
		`the gateway at ${counting} does not speak the protocol of its URL`,
	);
	expect(await messageOf(`https://${babbling}`)).toBe(
		`the gateway at ${babbling} does not speak the protocol of its URL`,
	);
	expect(await messageOf('http://127.0.0.1:1')).toBe(
		'the gateway at 127.0.0.1:1 refuses connections: is it the right address, and does it run?',
	);
});

test.for([
	['changes to another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
	['asks for the rest of a request that is whole', 'HTTP/1.1 100 Continue\r\n\r\n'],
] as const)('a gateway that %s is an error, by an address and through a forwarded port', async ([, answer]) => {
	const upgrading = await startRawServer(socket => socket.once('data', () => socket.write(answer)));
	const stream = net.connect(Number(upgrading.split(':')[1]), '127.0.0.1');
	const forwarded = openForwardedGateway('the pod', async () => stream);
	const name = `the gateway at ${upgrading}`;
	for (const [gateway, words] of [
		[openGateway(`http://${upgrading}`), name],
		[forwarded, 'the pod'],
	] as const) {
		await expect(opened(gateway).send({...request, timeoutMs: 0})).rejects.toThrow(
			new Error(`${words} goes on with HTTP 100 or 101, which nobody asked for: is it the right address?`),
		);
	}

	await eventually(() => expect(stream.destroyed).toBe(true));
});

test('an answer that does not end is cut off', async () => {
	const chunk = Buffer.alloc(1024 * 1024);
	const {url} = await startServer((_request, response) => {
		const fill = (): void => {
			while (!response.destroyed && response.write(chunk));
		};
		response.on('drain', fill);
		fill();
	});
	const gateway = opened(openGateway(url));
	const name = `the gateway at ${new URL(url).host}`;
	await expect(gateway.send(request)).rejects.toThrow(
		`the answer of ${name} to POST / is larger than 16 MiB: look what serves host wisdom.default`,
	);
	await expect(gateway.send({...request, mostBytes: 2 ** 20})).rejects.toThrow(
		`the answer of ${name} to POST / is larger than 1 MiB: look what serves host wisdom.default`,
	);
});

test('a forwarded gateway opens a stream for each request under way, and keeps it', async () => {
	const {server, received} = await startServer(({body}, response) => response.end(body));
	const {port} = server.address() as AddressInfo;
	let streams = 0;
	const gateway = opened(
		openForwardedGateway('the pod', async () => {
			streams++;
			const socket = net.connect(port, '127.0.0.1');
			await new Promise(resolve => socket.once('connect', resolve));
			return socket;
		}),
	);
	const send = async (body: string) => (await gateway.send({...request, body})).body;

	expect(await Promise.all([send('1'), send('2')])).toEqual(['1', '2']);
	expect(await Promise.all([send('3'), send('4')])).toEqual(['3', '4']);
	expect(streams).toBe(2);
	expect(received.map(({headers}) => headers.host)).toEqual(Array.from({length: 4}, () => 'wisdom.default'));
});

test('the error of a stream that cannot be opened is the error of its request, and the next one opens another', async () => {
	const forbidden = new ApiError(403, 'Forbidden', 'cannot forward');
	const {server} = await startServer((_request, response) => response.end('ok'));
	const {port} = server.address() as AddressInfo;
	const streams = [Promise.reject(forbidden), Promise.resolve(net.connect(port, '127.0.0.1'))];
	const gateway = opened(
		openForwardedGateway('the pod', () => streams.shift() ?? Promise.reject(new Error('no more'))),
	);

	await expect(gateway.send(request)).rejects.toBe(forbidden);
	expect((await gateway.send(request)).body).toBe('ok');
});
