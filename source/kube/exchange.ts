import type {ClientRequest, IncomingMessage} from 'node:http';
import https from 'node:https';
import type {Socket} from 'node:net';
import {dropKept, type Agents} from './agents.ts';
import {connectionError, NoAnswer, noAnswerWithin, Silence} from './connection-error.ts';
import type {Connection} from './connection.ts';
import {plainHttp} from './plain-http.ts';
import type {Headers, Request} from './request.ts';

/** The API server ends every request after 60 s by itself, so a longer silence means that nobody is there. */
const longestAnswer = 65_000;
/** As kubectl: for the name, a proxy, the connection and its encryption together. */
const longestConnect = 30_000;
/** A stream is opened again and again, so a new try soon finds more than one that waits. */
const longestStreamConnect = 10_000;

interface ExchangeOptions {
	readonly connection: Connection;
	readonly agents: Agents;
	readonly headers: Headers;
	readonly request: Request;
	/** Sends the same request once more. */
	readonly again: () => Promise<IncomingMessage>;
}

/** One request on its way, until its answer begins; of a stream, while it lasts. */
export class Exchange {
	readonly #connection: Connection;
	readonly #agents: Agents;
	readonly #request: Request;
	readonly #again: () => Promise<IncomingMessage>;
	readonly #server: URL;
	readonly #outgoing: ClientRequest;
	readonly #answer = Promise.withResolvers<IncomingMessage>();
	/** What to destroy so that the one who reads is told why: the request, later its answer. */
	#reading: ClientRequest | IncomingMessage;
	#answerTimer: NodeJS.Timeout | undefined;
	#connectTimer: NodeJS.Timeout | undefined;

	constructor({connection, agents, headers, request, again}: ExchangeOptions) {
		this.#connection = connection;
		this.#agents = agents;
		this.#request = request;
		this.#again = again;
		this.#server = new URL(connection.server);
		this.#outgoing = this.#begin(headers);
		this.#reading = this.#outgoing;
		this.#limitTimes();
		request.signal?.addEventListener('abort', this.#abort, {once: true});
		this.#listen();
	}

	/** As `send` resolves and rejects. */
	get answer(): Promise<IncomingMessage> {
		return this.#answer.promise;
	}

	#begin(headers: Headers): ClientRequest {
		const {method, path, body, stream} = this.#request;
		const {protocol, hostname, port, pathname} = this.#server;
		const client = protocol === 'https:' ? https : plainHttp();
		return client.request({
			agent: stream ? this.#agents.streams : this.#agents.pool,
			method,
			hostname: hostname.replace(/^\[|\]$/g, ''),
			port,
			path: pathname.replace(/\/$/, '') + path,
			// Node would send the body of a DELETE without saying how long it is, and the server would take it for a request.
			headers: body === undefined ? headers : {...headers, 'Content-Length': String(Buffer.byteLength(body))},
		});
	}

	#limitTimes(): void {
		const {stream} = this.#request;
		const asked = this.#connection.requestTimeoutMs ?? longestAnswer;
		// A watch that does not begin is silent, too, whatever was said of requests.
		const limit = stream ? Math.min(asked || stream.longestSilenceMs, stream.longestSilenceMs) : asked;
		if (limit > 0) this.#answerTimer = setTimeout(() => this.#noAnswer(noAnswerWithin(limit)), limit);
		this.#limitConnecting();
	}

	#limitConnecting(): void {
		const limit = this.#request.stream ? longestStreamConnect : longestConnect;
		this.#connectTimer = setTimeout(() => this.#noConnection(), limit);
	}

	#listen(): void {
		const outgoing = this.#outgoing;
		outgoing.on('response', answer => {
			this.#reading = answer;
			if (this.#request.stream) this.#followStream(this.#request.stream.longestSilenceMs);
			this.#answer.resolve(answer);
		});
		// Node closes a connection that changes its protocol when nobody listens, and then neither answers nor fails.
		outgoing.once('upgrade', (answer, socket) => {
			socket.destroy();
			this.#answer.resolve(answer);
		});
		outgoing.on('error', error => this.#failed(error));
		outgoing.once('close', () => this.#settle());
		outgoing.once('socket', socket => {
			if (isReady(socket)) this.#finish();
			else socket.once(this.#server.protocol === 'https:' ? 'secureConnect' : 'connect', () => this.#finish());
		});
	}

	/** The last moment before bytes leave this process. */
	#finish(): void {
		const {guard, body} = this.#request;
		clearTimeout(this.#connectTimer);
		try {
			guard?.();
		} catch (error) {
			this.#settle();
			this.#answer.reject(error);
			this.#outgoing.destroy();
			return;
		}

		this.#outgoing.end(body);
	}

	#failed(error: NodeJS.ErrnoException): void {
		const {method, signal} = this.#request;
		const isUnanswered = this.#reading === this.#outgoing;
		const isStale = this.#outgoing.reusedSocket && isUnanswered && error.code === 'ECONNRESET';
		if (method === 'GET' && isStale && !signal?.aborted) {
			this.#settle();
			this.#answer.resolve(this.#again());
		} else this.#giveUp(error);
	}

	/** Node tells nobody of a request that ends before it has a connection, so this does. */
	#giveUp(error: Error): void {
		const {signal} = this.#request;
		this.#settle();
		this.#answer.reject(signal?.aborted ? signal.reason : connectionError(error, this.#connection.server));
		this.#reading.destroy(error);
	}

	#followStream(longestSilenceMs: number): void {
		clearTimeout(this.#answerTimer);
		this.#outgoing.setTimeout(longestSilenceMs);
		this.#outgoing.once('timeout', () =>
			this.#noAnswer(new Silence(`${this.#server.host} was silent for ${longestSilenceMs / 1000} s`)),
		);
	}

	/** One that waits for its turn among the connections of the pool has not begun to connect. */
	#noConnection(): void {
		const {pool} = this.#agents;
		const waiting = Object.values(pool.requests).flatMap(each => each ?? []) as readonly unknown[];
		if (waiting.includes(this.#outgoing)) this.#limitConnecting();
		else this.#noAnswer(new NoAnswer(unconnected(this.#connection.proxyUrl, this.#server)));
	}

	#noAnswer(error: NoAnswer): void {
		dropKept(this.#connection, this.#agents);
		this.#giveUp(error);
	}

	readonly #abort = (): void => {
		const {signal} = this.#request;
		if (isTimeout(signal?.reason)) dropKept(this.#connection, this.#agents);
		this.#giveUp(signal?.reason as Error);
	};

	#settle(): void {
		clearTimeout(this.#answerTimer);
		clearTimeout(this.#connectTimer);
		this.#request.signal?.removeEventListener('abort', this.#abort);
	}
}

function unconnected(proxyUrl: string | undefined, server: URL): string {
	if (!proxyUrl) return `dial tcp ${server.host}: i/o timeout`;
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
