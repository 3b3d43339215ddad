import {once} from 'node:events';
import {
	createServer,
	request as send,
	type IncomingMessage,
	type RequestListener,
	type ServerResponse,
} from 'node:http';
import {connect, type AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import {afterEach, expect, test} from 'vitest';
import {countersIn} from '../../../source/metrics/gateway/counters.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {startGateway, type SandboxGateway} from '../../../source/sandbox/gateway/gateway.ts';
import type {Address} from '../../../source/sandbox/gateway/upstream.ts';
import {eventually} from '../../helpers/eventually.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
	for (const close of closers.splice(0).toReversed()) await close();
});

const entry: KubeObject = {
	apiVersion: 'networking.istio.io/v1',
	kind: 'Gateway',
	metadata: {name: 'entry', namespace: 'models'},
	spec: {servers: [{port: {number: 80, protocol: 'HTTP'}, hosts: ['*']}]},
};

function route(host: string, destination: string, version: string, rule: object = {}): KubeObject {
	return {
		apiVersion: 'networking.istio.io/v1',
		kind: 'VirtualService',
		metadata: {name: host, namespace: 'models'},
		spec: {
			gateways: ['entry'],
			hosts: [host],
			http: [
				{
					...rule,
					route: [{destination: {host: destination}, headers: {response: {add: {'app-version': version}}}}],
				},
			],
		},
	};
}

/** An upstream on loopback. */
async function startUpstream(listener: RequestListener): Promise<number> {
	const server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	closers.push(async () => {
		server.close();
		server.closeAllConnections();
		await once(server, 'close');
	});
	return (server.address() as AddressInfo).port;
}

interface Stand {
	readonly gateway: SandboxGateway;
	/** Puts other objects in the place of those that are there. */
	readonly write: (objects: readonly KubeObject[]) => void;
}

/** A gateway whose hosts `NAME.models.svc.cluster.local` lead to the upstreams of those names. */
async function startStand(
	objects: readonly KubeObject[],
	ports: Readonly<Record<string, number | Promise<number>>> = {},
): Promise<Stand> {
	let current = objects;
	const listeners = new Set<() => void>();
	const gateway = await startGateway({
		routes: {
			objects: () => [entry, ...current],
			onChange(listener) {
				listeners.add(listener);
				return () => listeners.delete(listener);
			},
		},
		addressOf(host) {
			const port = ports[host.replace('.models.svc.cluster.local', '')];
			const at = (known: number): Address => ({host: '127.0.0.1', port: known});
			return port === undefined ? undefined : typeof port === 'number' ? at(port) : port.then(at);
		},
	});
	closers.push(async () => {
		await gateway.close();
		expect(listeners.size).toBe(0);
	});
	return {
		gateway,
		write(objects) {
			current = objects;
			for (const listener of listeners) listener();
		},
	};
}

async function ask(
	{address}: SandboxGateway,
	headers: Readonly<Record<string, string | readonly string[]>>,
	body?: string,
): Promise<{readonly status: number | undefined; readonly version: unknown; readonly body: string}> {
	const method = body === undefined ? 'GET' : 'POST';
	const outgoing = send({...address, method, headers: headers as Record<string, string>, agent: false});
	outgoing.end(body);
	const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
	return {status: answer.statusCode, version: answer.headers['app-version'], body: await text(answer)};
}

test('a route that changes is followed by the next request', async () => {
	const port = await startUpstream((_, response) => response.end('hello'));
	const {gateway, write} = await startStand([], {one: port});
	expect(await ask(gateway, {host: 'wisdom'})).toEqual({status: 404, version: undefined, body: ''});
	write([route('wisdom.models', 'one', 'v1')]);
	expect(await ask(gateway, {host: 'wisdom.models'})).toEqual({status: 200, version: 'v1', body: 'hello'});
	write([route('wisdom.models', 'one', 'v2')]);
	expect(await ask(gateway, {host: 'wisdom.models'})).toEqual({status: 200, version: 'v2', body: 'hello'});
	write([route('wisdom.models', 'two', 'v3')]);
	expect(await ask(gateway, {host: 'wisdom.models'})).toEqual({status: 503, version: 'v3', body: ''});
});

test('a request gets an id and tells where it came from, and its connection’s headers stay behind', async () => {
	const port = await startUpstream((request, response) => response.end(JSON.stringify(request.headers)));
	const {gateway} = await startStand([route('wisdom.models', 'one', 'v1')], {one: port});
	const {body} = await ask(gateway, {
		host: 'wisdom.models',
		connection: 'close, x-hop',
		'x-hop': '1',
		te: 'gzip',
		'keep-alive': '5',
		'x-stays': '1',
	});
	const {'x-request-id': id, ...headers} = JSON.parse(body) as Readonly<Record<string, string>>;
	expect(id).toMatch(/^[\da-f-]{36}$/);
	expect(headers).toEqual({
		host: 'wisdom.models',
		'x-stays': '1',
		'x-forwarded-for': '127.0.0.1',
		'x-forwarded-proto': 'http',
		connection: 'keep-alive',
	});
	const again = await ask(gateway, {host: 'wisdom.models', 'x-request-id': 'mine', 'x-forwarded-for': '10.0.0.1'});
	expect(JSON.parse(again.body)).toMatchObject({'x-request-id': 'mine', 'x-forwarded-for': '10.0.0.1,127.0.0.1'});
});

test('a body is passed on while it comes, and so is its answer', async () => {
	const port = await startUpstream((request, response) => request.pipe(response));
	const {gateway} = await startStand([route('wisdom.models', 'one', 'v1')], {one: port});
	const outgoing = send({...gateway.address, method: 'POST', headers: {host: 'wisdom.models'}, agent: false});
	outgoing.write('first');
	const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
	expect(String((await once(answer, 'data'))[0])).toBe('first');
	outgoing.end('last');
	expect(await text(answer)).toBe('last');
});

test('a client that leaves ends its request at the upstream, and an upstream that breaks off ends the answer', async () => {
	let isThere = false;
	let isEnded = false;
	const port = await startUpstream((request, response) => {
		isThere = true;
		if (request.url === '/break') {
			response.writeHead(200, {'content-length': '10'}).write('half');
			setImmediate(() => request.socket.destroy());
		}

		response.on('close', () => (isEnded = true));
	});
	const {gateway} = await startStand([route('wisdom.models', 'one', 'v1')], {one: port});
	const leaving = send({...gateway.address, headers: {host: 'wisdom.models'}, agent: false});
	leaving.on('error', () => undefined).end();
	await eventually(() => expect(isThere).toBe(true));
	leaving.destroy();
	await eventually(() => expect(isEnded).toBe(true));
	const broken = send({...gateway.address, path: '/break', headers: {host: 'wisdom.models'}, agent: false});
	broken.end();
	const [answer] = (await once(broken, 'response')) as [IncomingMessage];
	await expect(text(answer)).rejects.toThrow('aborted');
});

test('a request waits for an upstream that starts, as long as its route lets it, and so does its copy for a mirror', async () => {
	const bodies: string[] = [];
	const echo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = await text(request);
		bodies.push(body);
		response.end(body);
	};
	const upstream = await startUpstream((request, response) => void echo(request, response));
	const one = Promise.withResolvers<number>();
	const two = Promise.withResolvers<number>();
	const mirror = {mirror: {host: 'two'}};
	const routes = [route('wisdom.models', 'one', 'v1', mirror), route('late.models', 'one', 'v1', {timeout: '10ms'})];
	const {gateway} = await startStand(routes, {one: one.promise, two: two.promise});
	const late = {status: 504, version: 'v1', body: 'upstream request timeout'};
	expect(await ask(gateway, {host: 'late.models'}, 'never sent')).toEqual(late);
	const leaving = send({...gateway.address, headers: {host: 'wisdom.models'}, agent: false});
	leaving.on('error', () => undefined).end('never sent either');
	const waiting = ask(gateway, {host: 'wisdom.models'}, 'digit');
	await eventually(() => expect(gateway.stats().map(({copies}) => copies)).toContain(2));
	leaving.destroy();
	await eventually(() => expect(gateway.stats().flatMap(({statuses}) => Object.values(statuses))).toEqual([1, 1]));
	one.resolve(upstream);
	expect(await waiting).toEqual({status: 200, version: 'v1', body: 'digit'});
	expect(bodies).toEqual(['digit']);
	two.resolve(upstream);
	await eventually(() => expect(bodies).toEqual(['digit', 'digit']));
});

test('an upstream that hangs up before it answers is answered 503', async () => {
	const port = await startUpstream(request => request.socket.destroy());
	const {gateway} = await startStand([route('wisdom.models', 'one', 'v1')], {one: port});
	expect(await ask(gateway, {host: 'wisdom.models'})).toEqual({
		status: 503,
		version: 'v1',
		body: 'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
	});
});

test('routes that lead in a circle end', async () => {
	const {gateway} = await startStand([
		route('wisdom.models', 'knative-local-gateway.istio-system.svc.cluster.local', 'v1'),
	]);
	const {status, body} = await ask(gateway, {host: 'wisdom.models'});
	expect([status, body]).toEqual([503, 'the routes lead in a circle']);
});

test('too many or too large headers are refused, and so is what is no HTTP', async () => {
	const {gateway} = await startStand([]);
	const many = Object.fromEntries(Array.from({length: 110}, (_, index) => [`x-${index}`, '1']));
	expect((await ask(gateway, {host: 'wisdom.models', ...many})).status).toBe(431);
	expect((await ask(gateway, {host: 'wisdom.models', large: 'a'.repeat(61 * 1024)})).status).toBe(431);
	for (const words of ['nonsense\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n']) {
		const socket = connect(gateway.address.port, gateway.address.host);
		socket.end(words);
		expect(await text(socket)).toMatch(/^HTTP\/1.1 400 Bad Request/);
	}
});

test('a mirror that takes nothing holds nothing up, and is given up', async () => {
	const port = await startUpstream((request, response) => request.pipe(response));
	const copied = Promise.withResolvers<IncomingMessage>();
	const silent = await startUpstream(request => copied.resolve(request.pause()));
	const mirrored = route('wisdom.models', 'one', 'v1', {mirror: {host: 'silent'}});
	const {gateway} = await startStand([mirrored], {one: port, silent});
	const body = 'a'.repeat(32 * 1024 * 1024);
	expect((await ask(gateway, {host: 'wisdom.models'}, body)).body).toHaveLength(body.length);
	let taken = 0;
	const copy = await copied.promise;
	copy.on('data', (chunk: Buffer) => (taken += chunk.length)).resume();
	await expect(once(copy, 'end')).rejects.toThrow('aborted');
	expect(taken).toBeLessThan(body.length);
	await eventually(() => expect(gateway.stats()[0]?.copies).toBe(1));
});

test('what versions answer is counted by status, also on the admin port', async () => {
	const port = await startUpstream((request, response) => response.writeHead(request.url === '/' ? 200 : 500).end());
	const {gateway} = await startStand([route('wisdom.models', 'one', 'v1'), route('other.models', 'missing', 'v2')], {
		one: port,
	});
	for (const host of ['wisdom.models', 'wisdom.models', 'other.models', 'nobody.models']) await ask(gateway, {host});
	await eventually(() => expect(gateway.stats()).toHaveLength(2));
	const counted = gateway.stats().map(({p50, p95, p99, ...rest}) => {
		expect(Number(p50)).toBeGreaterThan(0);
		expect(Number(p99)).toBeGreaterThanOrEqual(Number(p95));
		return rest;
	});
	expect(counted).toEqual([
		{route: 'models/wisdom.models', version: 'v1', statuses: {200: 2}, copies: 0},
		{route: 'models/other.models', version: 'v2', statuses: {503: 1}, copies: 0},
	]);
	const {host, port: admin} = gateway.adminAddress;
	const stats = await fetch(`http://${host}:${admin}/stats?format=json`);
	expect(await stats.json()).toEqual({stats: gateway.stats()});
	expect(await (await fetch(`http://${host}:${admin}/ready`)).text()).toBe('LIVE\n');
	expect((await fetch(`http://${host}:${admin}//`)).status).toBe(404);
});

test('a port that is taken is an error, and what was started has ended', async () => {
	const {gateway} = await startStand([]);
	const routes = {objects: () => [], onChange: () => () => undefined};
	const {port} = gateway.address;
	await expect(startGateway({routes, addressOf: () => undefined, port})).rejects.toThrow(
		`EADDRINUSE: address already in use 127.0.0.1:${port}`,
	);
	await expect(startGateway({routes, addressOf: () => undefined, adminPort: port})).rejects.toThrow('EADDRINUSE');
});

test("its proxy counts each pass in Envoy's form and in Istio's, a copy in Envoy's alone, and not who has left", async () => {
	const port = await startUpstream((_, response) => response.end('hello'));
	const failing = await startUpstream((_, response) => response.writeHead(503).end());
	const silent = await startUpstream(() => undefined);
	const mirrored = route('wisdom.models', 'one', 'v1', {mirror: {host: 'two'}});
	const routes = [mirrored, route('failing.models', 'two', 'v1'), route('silent.models', 'silent', 'v1')];
	const {gateway} = await startStand(routes, {one: port, two: failing, silent});
	for (let sent = 0; sent < 3; sent++) await ask(gateway, {host: 'wisdom.models'});
	await ask(gateway, {host: 'failing.models'});
	await ask(gateway, {host: 'nobody.models'});
	const leaving = send({...gateway.address, headers: {host: 'silent.models'}, agent: false});
	leaving.on('error', () => undefined).end();
	await eventually(() => expect(leaving.writableFinished).toBe(true));
	leaving.destroy();
	const counted = async () => {
		const answer = await fetch(`http://127.0.0.1:${gateway.adminAddress.port}/stats/prometheus`);
		const {clusters, requests, hasTelemetry} = countersIn(await answer.text(), () => true);
		const plain = (counters: typeof clusters) =>
			[...counters]
				.toSorted(([one], [other]) => one.localeCompare(other))
				.map(([key, {sent, statuses, buckets}]) => [
					key,
					sent,
					Object.fromEntries(statuses),
					buckets.get(Number.POSITIVE_INFINITY) ?? 0,
				]);
		return {hasTelemetry, clusters: plain(clusters), requests: plain(requests)};
	};
	await eventually(async () =>
		expect(await counted()).toEqual({
			hasTelemetry: true,
			clusters: [
				['outbound|80||one.models.svc.cluster.local', 3, {'200': 3}, 3],
				['outbound|80||silent.models.svc.cluster.local', 1, {}, 0],
				['outbound|80||two.models.svc.cluster.local', 4, {'503': 4}, 4],
			],
			requests: [
				['models/one', 0, {'200': 3}, 3],
				['models/silent', 0, {'0': 1}, 1],
				['models/two', 0, {'503': 1}, 1],
			],
		}),
	);
});
