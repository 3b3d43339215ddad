import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';

/** What a version's server saw of a request. */
export interface Seen {
	/** The address at which it was asked. */
	readonly at: string;
	readonly method: string;
	/** With its query. */
	readonly path: string;
	readonly host: string;
	readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Servers that stand for models: each tells in its answer what it was asked. */
export interface EchoServers {
	readonly port: number;
	/** What all saw of one request, told by its header `x-exchange`. */
	seen(exchange: string): readonly Seen[];
	/** How many requests of a tally (header `x-tally`) arrived at each address. */
	tally(name: string): ReadonlyMap<string, number>;
	close(): Promise<void>;
}

/**
 * Headers of a request by which a server answers later, in milliseconds, with another status, or with one of gRPC: after 14
 * (unavailable) Envoy tries again.
 */
export const behaviour = {delay: 'x-delay', status: 'x-status', grpcStatus: 'x-grpc-status'} as const;

/** The `app-version` that a server gives by itself, as some models do. */
export const ownAppVersion = 'of the model itself';

/** Starts a server at each address, all on one port. */
export async function startEchoServers(addresses: readonly string[], port: number): Promise<EchoServers> {
	const memory = new Map<string, Seen[]>();
	const tallies = new Map<string, Map<string, number>>();
	const servers = addresses.map(at =>
		createServer({keepAliveTimeout: 60_000}, (request, response) => {
			answer(at, request, response, memory, tallies);
		}),
	);
	await Promise.all(
		servers.map(async (server, index) => {
			server.listen(port, addresses[index]);
			await once(server, 'listening');
		}),
	);
	return {
		port,
		seen: exchange => memory.get(exchange) ?? [],
		tally: name => tallies.get(name) ?? new Map(),
		async close() {
			await Promise.all(servers.map(close));
		},
	};
}

function answer(
	at: string,
	request: IncomingMessage,
	response: ServerResponse,
	memory: Map<string, Seen[]>,
	tallies: Map<string, Map<string, number>>,
): void {
	request.resume();
	const {host = '', 'x-exchange': exchange, 'x-tally': tally, ...headers} = request.headers;
	const seen: Seen = {at, method: request.method ?? '', path: request.url ?? '', host, headers};
	if (typeof exchange === 'string') memory.set(exchange, [...(memory.get(exchange) ?? []), seen]);
	if (typeof tally === 'string') {
		const counts = tallies.get(tally) ?? new Map<string, number>();
		counts.set(at, (counts.get(at) ?? 0) + 1);
		tallies.set(tally, counts);
	}

	response.setHeader('app-version', ownAppVersion);
	response.statusCode = Number(headers[behaviour.status] ?? 200);
	const grpcStatus = headers[behaviour.grpcStatus];
	if (grpcStatus !== undefined) response.setHeader('grpc-status', grpcStatus);
	const delay = Number(headers[behaviour.delay] ?? 0);
	const end = () => void response.end(JSON.stringify(seen));
	if (delay > 0) setTimeout(end, delay);
	else end();
}

async function close(server: Server): Promise<void> {
	server.close();
	server.closeAllConnections();
	await once(server, 'close');
}
