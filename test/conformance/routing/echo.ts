import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import type {Upstream} from './case.ts';

/** What an upstream saw of one request. */
export interface Echo {
	readonly by: Upstream;
	readonly method: string;
	readonly path: string;
	readonly host: string;
	/** Names in lower case, host excepted. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** A server that tells in JSON what it was asked, and remembers it by the request's `x-exchange`. */
export interface EchoServer {
	readonly port: number;
	/** What was seen of an exchange. */
	seen(exchange: string): readonly Echo[];
	close(): Promise<void>;
}

/**
 * Starts an upstream on loopback. A request's `x-answer: STATUS NAME=VALUE;NAME=VALUE` asks for a status and for headers of the
 * answer; `never` for none.
 */
export async function startEcho(name: Upstream): Promise<EchoServer> {
	const memory = new Map<string, Echo[]>();
	const server = createServer((request, response) => void answer(name, memory, request, response));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		seen: exchange => memory.get(exchange) ?? [],
		close: async () => close(server),
	};
}

async function answer(
	by: Upstream,
	memory: Map<string, Echo[]>,
	request: IncomingMessage,
	response: ServerResponse,
): Promise<void> {
	const {host = '', ...rest} = request.headers;
	const headers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, [value].flat().join(',')]));
	const {method = '', url: path = ''} = request;
	const echo: Echo = {by, method, path, host, headers, body: await text(request)};
	const {'x-exchange': exchange = '', 'x-answer': wish = '200'} = headers;
	memory.set(exchange, [...(memory.get(exchange) ?? []), echo]);
	if (wish === 'never') return;
	const [status = '200', ...pairs] = wish.split(/[ ;]/);
	for (const [header = '', value = ''] of pairs.map(pair => pair.split('='))) response.appendHeader(header, value);
	response.writeHead(Number(status), {'content-type': 'application/json'});
	response.end(JSON.stringify(echo));
}

async function close(server: Server): Promise<void> {
	server.close();
	server.closeAllConnections();
	await once(server, 'close');
}
