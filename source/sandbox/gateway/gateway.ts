import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {Agent, createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Header} from '../../mesh/header-operations.ts';
import {resolve} from '../../mesh/resolve.ts';
import {CurrentRoutes} from './current-routes.ts';
import {answerOwn, forward} from './forward.ts';
import {headerOf, headersByName, joinLists, passedHeaders} from './message.ts';
import {ProxyCounters} from './proxy-counters.ts';
import type {RouteSource} from './route-source.ts';
import {Counter, type VersionStats} from './stats.ts';
import type {Address, FindAddress} from './upstream.ts';

interface GatewayOptions {
	readonly routes: RouteSource;
	readonly addressOf: FindAddress;
	/** @default a free port */
	readonly port?: number;
	/** Port of the admin interface. @default a free port */
	readonly adminPort?: number;
	/** A number in [0, 1), for weights and mirror percentages. @default Math.random */
	readonly random?: () => number;
}

export interface SandboxGateway {
	readonly address: Address;
	/** Where `GET /stats?format=json` and `GET /stats/prometheus` answer. */
	readonly adminAddress: Address;
	/** What each version answered since the start. */
	stats(): readonly VersionStats[];
	/** Ends the listeners and all connections. */
	close(): Promise<void>;
}

const loopback = '127.0.0.1';
/** The hosts under which requests come back to this gateway, to be routed once more under their new Host. */
const ownHosts = ['knative-local-gateway', 'istio-ingressgateway'].map(
	name => `${name}.istio-system.svc.cluster.local`,
);
/** Envoy's limits. */
const maxHeaderSize = 60 * 1024;
const mostHeaders = 100;
/** Envoy closes idle connections after an hour. */
const keepAliveTimeout = 3_600_000;
/** A request that came by more often is in a circle. */
const mostPasses = 16;

/**
 * Starts a gateway on loopback that plays istio-ingressgateway: it routes as istiod and Envoy do under the same objects, whatever
 * the Gateways' own ports are. Rejects when a port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<SandboxGateway> {
	const gateway = new Gateway(options);
	const server = createServer({maxHeaderSize, keepAliveTimeout, requestTimeout: 0}, (incoming, response) => {
		void gateway.handle(incoming, response);
	});
	server.maxHeadersCount = 0;
	const admin = createServer((incoming, response) => answerAdmin(incoming, response, gateway));
	try {
		gateway.address = await listen(server, options.port);
		const adminAddress = await listen(admin, options.adminPort);
		return {
			address: gateway.address,
			adminAddress,
			stats: () => gateway.counter.stats(),
			async close() {
				gateway.stop();
				await Promise.all([closeServer(server), closeServer(admin)]);
			},
		};
	} catch (error) {
		gateway.stop();
		server.close();
		throw error;
	}
}

class Gateway {
	readonly counter = new Counter();
	readonly counters = new ProxyCounters();
	address: Address = {host: loopback, port: 0};
	readonly #options: GatewayOptions;
	readonly #routes: CurrentRoutes;
	readonly #agent = new Agent({keepAlive: true});

	constructor(options: GatewayOptions) {
		this.#options = options;
		this.#routes = new CurrentRoutes(options.routes);
	}

	stop(): void {
		this.#routes.stop();
		this.#agent.destroy();
	}

	async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		const start = performance.now();
		const headers = joinLists(passedHeaders(incoming));
		if (headers.length > mostHeaders) {
			answerOwn(response, 431, '', []);
			return;
		}

		const {method = 'GET', url: path = '/'} = incoming;
		const host = headerOf(headers, 'host') ?? '';
		const resolution = resolve(
			this.#routes.table,
			{method, path, host, headers: headersByName(headers)},
			this.#options.random ?? Math.random,
		);
		response.once('close', () => this.counter.answered(resolution, response.statusCode, performance.now() - start));
		if (resolution.kind === 'reply') {
			const {status, body, location, responseHeaders} = resolution;
			answerOwn(response, status, body, responseHeaders, location === undefined ? [] : [['location', location]]);
			return;
		}

		const passes = headerOf(headers, 'x-forwarded-for')?.split(',').length ?? 0;
		if (passes > mostPasses) {
			answerOwn(response, 503, 'the routes lead in a circle', resolution.responseHeaders);
			return;
		}

		for (const _ of resolution.mirrors) this.counter.copied(resolution);
		const {host: destination, port = 80} = resolution.destination;
		response.once('close', () => {
			const status = response.writableFinished ? response.statusCode : undefined;
			this.counters.count({host: destination, port, status, ms: performance.now() - start});
		});
		await forward(
			{
				incoming,
				response,
				headers: proxiedHeaders(incoming, headers),
				agent: this.#agent,
				addressOf: (name, port, ended) =>
					ownHosts.includes(name) ? this.address : this.#options.addressOf(name, port, ended),
				onCopied: ({host: mirror, port: mirrorPort = 80}, status, ms) =>
					this.counters.count({host: mirror, port: mirrorPort, status, ms, isCopy: true}),
			},
			resolution,
		);
	}
}

/** A request's headers with those that Envoy adds, without Host, which the route decides. */
function proxiedHeaders(incoming: IncomingMessage, headers: readonly Header[]): readonly Header[] {
	const before = headerOf(headers, 'x-forwarded-for');
	const remote = incoming.socket.remoteAddress ?? loopback;
	const own = new Map([
		['x-forwarded-for', before === undefined ? remote : `${before},${remote}`],
		['x-forwarded-proto', 'http'],
		['x-request-id', headerOf(headers, 'x-request-id') ?? randomUUID()],
	]);
	const kept = headers.filter(([name]) => name !== 'host' && name !== 'expect' && !own.has(name));
	const isChunked = incoming.headers['transfer-encoding'] !== undefined;
	return [...kept, ...own, ...(isChunked ? [['transfer-encoding', 'chunked'] as const] : [])];
}

function answerAdmin(
	{url = '/'}: IncomingMessage,
	response: ServerResponse,
	{counter, counters}: Pick<Gateway, 'counter' | 'counters'>,
): void {
	const [pathname] = url.split('?');
	if (pathname === '/ready') {
		response.end('LIVE\n');
		return;
	}

	if (pathname === '/stats/prometheus') {
		response.writeHead(200, {'content-type': 'text/plain; charset=UTF-8'});
		response.end(counters.text());
		return;
	}

	if (pathname !== '/stats') {
		response.writeHead(404).end('invalid path. admin commands are: /ready, /stats, /stats/prometheus\n');
		return;
	}

	response.writeHead(200, {'content-type': 'application/json'});
	response.end(JSON.stringify({stats: counter.stats()}));
}

async function listen(server: Server, port = 0): Promise<Address> {
	server.listen(port, loopback);
	await once(server, 'listening');
	return {host: loopback, port: (server.address() as AddressInfo).port};
}

async function closeServer(server: Server): Promise<void> {
	const closed = once(server, 'close');
	server.close();
	server.closeAllConnections();
	await closed;
}
