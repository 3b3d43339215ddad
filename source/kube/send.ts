import type {ClientRequest, IncomingMessage} from 'node:http';
import https from 'node:https';
import type {Socket} from 'node:net';
import type {Resource} from '../objects/resource.ts';
import {dropKept, type Agents} from './agents.ts';
import {connectionError, NoAnswer, noAnswerWithin, Silence} from './connection-error.ts';
import type {Connection} from './connection.ts';
import {plainHttp} from './plain-http.ts';

export interface Request {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** With its query; under the path of the server's own URL. */
	readonly path: string;
	/** What the request is about, for errors. */
	readonly resource: Resource;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly signal?: AbortSignal | undefined;
	/** Called right before the request is written into its connection; what it throws keeps it from being sent. */
	readonly guard?: (() => void) | undefined;
	/** A stream gets a connection of its own and may last as long as it likes, unless it is silent for longer than this. */
	readonly stream?: {readonly longestSilenceMs: number};
	/** How long its answer may be, unzipped. @default `mostObjectBytes` */
	readonly mostBytes?: number;
}

type Headers = Readonly<Record<string, string | string[]>>;

/** The API server ends every request after 60 s by itself, so a longer silence means that nobody is there. */
const longestAnswer = 65_000;
/** As kubectl: for the name, a proxy, the connection and its encryption together. */
const longestConnect = 30_000;
/** A stream is opened again and again, so a new try soon finds more than one that waits. */
const longestStreamConnect = 10_000;

/**
 * Sends one request; resolves with the answer, whatever its status, its body unread. What only reads is sent once more when a
 * kept connection turns out to have been closed by the server meanwhile. Ends at once when the signal aborts, also while a proxy
 * keeps it waiting for a connection. A request that got no answer in time takes all kept connections with it.
 */
export function send(
	connection: Connection,
	agents: Agents,
	headers: Headers,
	request: Request,
): Promise<IncomingMessage> {
	const {method, path, body, signal, stream, guard} = request;
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	if (signal?.aborted) {
		reject(signal.reason);
		return promise;
	}

	const server = new URL(connection.server);
	const connectLimit = stream ? longestStreamConnect : longestConnect;
	const isEncrypted = server.protocol === 'https:';
	const client = isEncrypted ? https : plainHttp();
	const outgoing = client.request({
		agent: stream ? agents.streams : agents.pool,
		method,
		hostname: server.hostname.replace(/^\[|\]$/g, ''),
		port: server.port,
		path: server.pathname.replace(/\/$/, '') + path,
		// Node would send the body of a DELETE without saying how long it is, and the server would take it for a request.
		headers: body === undefined ? headers : {...headers, 'Content-Length': String(Buffer.byteLength(body))},
	});

	/** What to destroy so that the one who reads is told why: the request, later its answer. */
	let reading: ClientRequest | IncomingMessage = outgoing;
	const asked = connection.requestTimeoutMs ?? longestAnswer;
	// A watch that does not begin is silent, too, whatever was said of requests.
	const limit = stream ? Math.min(asked || stream.longestSilenceMs, stream.longestSilenceMs) : asked;
	const answerTimer = limit > 0 ? setTimeout(noAnswer, limit, noAnswerWithin(limit).message) : undefined;
	let connectTimer = setTimeout(noConnection, connectLimit);
	signal?.addEventListener('abort', abort, {once: true});
	outgoing.on('response', answer => {
		reading = answer;
		if (stream) followStream(stream.longestSilenceMs);
		resolve(answer);
	});
	// Node closes a connection that changes its protocol when nobody listens, and then neither answers nor fails.
	outgoing.once('upgrade', (answer, socket) => {
		socket.destroy();
		resolve(answer);
	});
	outgoing.on('error', (error: NodeJS.ErrnoException) => {
		const isStale = outgoing.reusedSocket && reading === outgoing && error.code === 'ECONNRESET';
		if (method === 'GET' && isStale && !signal?.aborted) {
			settle();
			resolve(send(connection, agents, headers, request));
		} else giveUp(error);
	});
	outgoing.once('close', settle);
	outgoing.once('socket', socket => {
		if (isReady(socket)) finish();
		else socket.once(isEncrypted ? 'secureConnect' : 'connect', finish);
	});
	return promise;

	/** The last moment before bytes leave this process. */
	function finish(): void {
		clearTimeout(connectTimer);
		try {
			guard?.();
		} catch (error) {
			settle();
			reject(error);
			outgoing.destroy();
			return;
		}

		outgoing.end(body);
	}

	/** Node tells nobody of a request that ends before it has a connection, so this does. */
	function giveUp(error: Error): void {
		settle();
		reject(signal?.aborted ? signal.reason : connectionError(error, connection.server));
		reading.destroy(error);
	}

	function followStream(longestSilenceMs: number): void {
		clearTimeout(answerTimer);
		outgoing.setTimeout(longestSilenceMs);
		outgoing.once('timeout', () => silent(`${server.host} was silent for ${longestSilenceMs / 1000} s`));
	}

	/** One that waits for its turn among the connections of the pool has not begun to connect. */
	function noConnection(): void {
		const waiting = Object.values(agents.pool.requests).flatMap(each => each ?? []) as readonly unknown[];
		if (waiting.includes(outgoing)) connectTimer = setTimeout(noConnection, connectLimit);
		else
			noAnswer(connection.proxyUrl ? unproxied(connection.proxyUrl, server) : `dial tcp ${server.host}: i/o timeout`);
	}

	function noAnswer(words: string): void {
		dropKept(connection, agents);
		giveUp(new NoAnswer(words));
	}

	function silent(words: string): void {
		dropKept(connection, agents);
		giveUp(new Silence(words));
	}

	function abort(): void {
		if (isTimeout(signal?.reason)) dropKept(connection, agents);
		giveUp(signal?.reason as Error);
	}

	function settle(): void {
		clearTimeout(answerTimer);
		clearTimeout(connectTimer);
		signal?.removeEventListener('abort', abort);
	}
}

function unproxied(proxyUrl: string, server: URL): string {
	return `the proxy ${new URL(proxyUrl).host} did not connect us to ${server.host} in time`;
}

/**
 * Whether bytes can leave at once. A new connection is handed out before it is made, one through a proxy before it is encrypted.
 */
function isReady(socket: Socket & {readonly secureConnecting?: boolean}): boolean {
	return !socket.connecting && socket.secureConnecting !== true;
}

/** Whether a signal aborted because time was up, as that of `AbortSignal.timeout` does: then the other side was silent. */
function isTimeout(reason: unknown): boolean {
	return reason instanceof DOMException && reason.name === 'TimeoutError';
}
