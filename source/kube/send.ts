import type {Agent, ClientRequest, IncomingMessage} from 'node:http';
import https from 'node:https';
import {boundedBytes, TooLarge, type Bound} from '../objects/bounded.ts';
import type {Resource} from '../objects/resource.ts';
import {connectionError, NoAnswer} from './connection-error.ts';
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
	/** A stream gets a connection of its own and may last as long as it likes. */
	readonly isStream?: boolean;
	/** How long its answer may be, unzipped. @default `mostObjectBytes` */
	readonly mostBytes?: number;
}

type Headers = Readonly<Record<string, string | string[]>>;

/** The API server ends every request after 60 s by itself, so a longer silence means that nobody is there. */
const longestAnswer = 65_000;
const longestConnect = 30_000;

/**
 * More than an API server has to say of one object: etcd takes 1.5 MiB, of which each byte may become six in JSON (`\u003c`). A
 * smaller bound would let whoever may write such an object stop all who watch its kind.
 */
export const mostObjectBytes = 16 * 2 ** 20;

/**
 * Sends one request; resolves with the answer, whatever its status, its body unread. What only reads is sent once more when a
 * kept connection turns out to have been closed by the server meanwhile.
 */
export function send(
	connection: Connection,
	agent: Agent,
	headers: Headers,
	request: Request,
): Promise<IncomingMessage> {
	const {method, path, body, signal, isStream} = request;
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	if (signal?.aborted) {
		reject(signal.reason);
		return promise;
	}

	const server = new URL(connection.server);
	const client = server.protocol === 'https:' ? https : plainHttp();
	const outgoing = client.request({
		agent,
		method,
		hostname: server.hostname.replace(/^\[|\]$/g, ''),
		port: server.port,
		path: server.pathname.replace(/\/$/, '') + path,
		// Node would send the body of a DELETE without saying how long it is, and the server would take it for a request.
		headers: body === undefined ? headers : {...headers, 'Content-Length': String(Buffer.byteLength(body))},
		...(signal && {signal}),
	});

	/** What to destroy so that the one who reads is told why: the request, later its answer. */
	let reading: ClientRequest | IncomingMessage = outgoing;
	const timeout = connection.requestTimeoutMs ?? longestAnswer;
	const answerTimer = timeout > 0 ? giveUpAfter(timeout, `no answer within ${timeout / 1000} s`) : undefined;
	outgoing.on('response', answer => {
		reading = answer;
		if (isStream) clearTimeout(answerTimer);
		else answer.once('close', () => clearTimeout(answerTimer));
		resolve(answer);
	});
	outgoing.on('error', (error: NodeJS.ErrnoException) => {
		clearTimeout(answerTimer);
		if (signal?.aborted) reject(signal.reason);
		else if (method === 'GET' && outgoing.reusedSocket && error.code === 'ECONNRESET') {
			resolve(send(connection, agent, headers, request));
		} else reject(connectionError(error, connection.server));
	});
	outgoing.on('socket', socket => {
		if (!socket.connecting) return;
		const connectTimer = giveUpAfter(longestConnect, `dial tcp ${server.host}: i/o timeout`);
		socket.once('connect', () => clearTimeout(connectTimer));
		outgoing.once('close', () => clearTimeout(connectTimer));
	});
	outgoing.end(body);
	return promise;

	function giveUpAfter(ms: number, words: string): NodeJS.Timeout {
		return setTimeout(() => reading.destroy(new NoAnswer(words)), ms);
	}
}

/** What an answer may have, and a line of a watch. */
export function answerBound({server}: Connection, {resource, mostBytes = mostObjectBytes}: Request): Bound {
	const {host} = new URL(server);
	return {
		mostBytes,
		what: `what ${host} answers about ${resource.plural}`,
		remedy: 'look whether this is the address of a Kubernetes API server',
	};
}

/**
 * The whole body of an answer, unzipped. Rejects as `send` does when the connection breaks meanwhile, and with a ConnectionError
 * caused by TooLarge when it is longer than the bound, zipped or unzipped.
 */
export async function textOf(answer: IncomingMessage, connection: Connection, request: Request): Promise<string> {
	const {signal} = request;
	const bound = answerBound(connection, request);
	try {
		const body = await boundedBytes(answer, bound);
		signal?.throwIfAborted(); // which may end a body early
		return (answer.headers['content-encoding'] === 'gzip' ? await unzipped(body, bound) : body).toString('utf8');
	} catch (error) {
		throw signal?.aborted ? signal.reason : connectionError(error, connection.server);
	}
}

async function unzipped(body: Buffer, bound: Bound): Promise<Buffer> {
	const {gunzipSync} = await import('node:zlib');
	try {
		return gunzipSync(body, {maxOutputLength: bound.mostBytes});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
		throw new TooLarge(bound);
	}
}
