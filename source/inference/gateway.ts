import http, {type IncomingMessage} from 'node:http';
import https from 'node:https';
import type {LookupFunction} from 'node:net';
import type {Duplex} from 'node:stream';
import {boundedBytes} from '../objects/bounded.ts';
import {withoutUserInfo} from '../objects/user-info.ts';
import {gatewayError} from './gateway-error.ts';

export interface GatewayRequest {
	readonly method: 'GET' | 'POST';
	/** Value of the Host header, by which the gateway chooses the route. */
	readonly host: string;
	/** With its query. */
	readonly path: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
	/** Told each piece of the answer's body as it comes, in milliseconds from the request, connecting included. */
	readonly onChunk?: (bytes: Uint8Array, atMs: number) => void;
	readonly signal: AbortSignal;
	/** Milliseconds to the end of the answer; 0 waits for ever. */
	readonly timeoutMs: number;
	/** How long the answer's body may be. @default 16 MiB */
	readonly mostBytes?: number;
}

/** A whole answer, whatever its status. */
export interface Answer {
	readonly status: number;
	/** Names in lower case; what came several times is joined by commas. */
	readonly headers: Readonly<Record<string, string>>;
	/** As text; of an answer with binary tensors the JSON that comes before them. */
	readonly body: string;
	/** The binary tensors that follow, of an answer whose header says that it has some. */
	readonly binary?: Uint8Array;
	/** The version that the route says it has chosen (header `app-version`), also in answers of the gateway itself. */
	readonly version: string | undefined;
	/** Milliseconds from the request, connecting included, to the end of the answer. */
	readonly elapsedMs: number;
}

/** Where an app's requests enter the mesh. Connections are kept: there are as many as there were requests under way at a time. */
export interface Gateway {
	/** Rejects, when there was no answer, with an Error that says why, or with the reason of the signal. Sends nothing twice. */
	send(request: GatewayRequest): Promise<Answer>;
	/** Ends all connections. */
	close(): void;
}

/** How long the JSON is that comes before binary tensors, in a request and in an answer; in lower case. */
export const binaryHeader = 'inference-header-content-length';

/** More than any inference answers; keeps a server that never ends from filling the memory. */
const mostAnswerBytes = 16 * 2 ** 20;

/**
 * The gateway at an http:// or https:// URL; the URL's path comes before that of each request. Its name is resolved by `lookup`,
 * without which every address is taken. Throws an Error for another URL.
 */
export function openGateway(url: string, lookup?: LookupFunction): Gateway {
	const address = URL.parse(url);
	if (address === null || !/^https?:$/.test(address.protocol)) {
		throw new Error(`the gateway's URL ${JSON.stringify(withoutUserInfo(url))} is not an http:// or https:// address`);
	}

	const {protocol, port, pathname} = address;
	const hostname = address.hostname.replace(/^\[|\]$/g, '');
	const isSecure = protocol === 'https:';
	const agent = new (isSecure ? https : http).Agent({keepAlive: true, ...(lookup && {lookup})});
	return gatewayOver(agent, {
		name: `the gateway at ${address.host}`,
		prefix: pathname.replace(/\/$/, ''),
		// Node would otherwise expect a certificate for the Host header.
		options: {protocol, hostname, port, ...(isSecure && {servername: /^[\d.]+$|:/.test(hostname) ? '' : hostname})},
	});
}

/**
 * The gateway at the other end of streams, one a connection. A stream must have the methods of a socket that node:http calls
 * (`ref`, `unref`, `setKeepAlive`, `setTimeout`). `name` is used in messages. What `openStream` rejects with, `send` does.
 */
export function openForwardedGateway(name: string, openStream: () => Promise<Duplex>): Gateway {
	return gatewayOver(new StreamAgent(openStream), {name, prefix: '', options: {}});
}

class StreamAgent extends http.Agent {
	readonly #openStream: () => Promise<Duplex>;

	constructor(openStream: () => Promise<Duplex>) {
		super({keepAlive: true});
		this.#openStream = openStream;
	}

	override createConnection(_options: http.ClientRequestArgs, callback?: OnConnection): undefined {
		void this.#connect(callback as OnConnection & OnFailure);
	}

	async #connect(callback: OnConnection & OnFailure): Promise<void> {
		let stream;
		try {
			stream = await this.#openStream();
		} catch (error) {
			callback(error as Error);
			return;
		}

		callback(null, stream);
	}
}

type OnConnection = (error: Error | null, stream: Duplex) => void;
/** The same callback; its type in `@types/node` asks for a stream also where there is none. */
type OnFailure = (error: Error) => void;

interface Address {
	readonly name: string;
	readonly prefix: string;
	readonly options: https.RequestOptions;
}

function gatewayOver(agent: http.Agent, address: Address): Gateway {
	return {
		send: async request => send(agent, address, request),
		close: () => agent.destroy(),
	};
}

async function send(agent: http.Agent, {name, prefix, options}: Address, request: GatewayRequest): Promise<Answer> {
	const {method, host, path, body, signal, timeoutMs, mostBytes = mostAnswerBytes, onChunk} = request;
	signal.throwIfAborted();
	const start = performance.now();
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	const client = options.protocol === 'https:' ? https : http;
	const headers = {...request.headers, host};
	const outgoing = client.request({...options, agent, method, path: prefix + path, headers, signal});
	let failure: Error | undefined;
	const fail = (words: string) => {
		failure = new Error(words);
		outgoing.destroy();
		// While a stream is being opened, destroying the request tells nobody.
		reject(failure);
	};
	const late = `no answer from ${name} within ${timeoutMs / 1000} s`;
	const timer = timeoutMs > 0 ? setTimeout(fail, timeoutMs, late) : undefined;
	outgoing.on('response', resolve);
	// Node closes a connection that changes its protocol when nobody listens, and then neither answers nor fails.
	outgoing.once('upgrade', (_answer, stream) => {
		stream.destroy();
		fail(`${name} changes to another protocol (HTTP 101), which nobody asked for: is it the right address?`);
	});
	outgoing.on('error', reject);
	outgoing.end(body);
	try {
		const answer = await promise;
		if (onChunk) answer.on('data', (chunk: Buffer) => onChunk(chunk, performance.now() - start));
		const bytes = await boundedBytes(answer, {
			mostBytes,
			what: `the answer of ${name} to ${method} ${path}`,
			remedy: `look what serves host ${host}`,
		});
		const flat = flatten(answer.headers);
		return {
			status: answer.statusCode ?? 0,
			headers: flat,
			...split(bytes, flat[binaryHeader]),
			// Envoy adds its header to one that the upstream has set; Istio's own comes first.
			version: flat['app-version']?.split(',')[0]?.trim(),
			elapsedMs: performance.now() - start,
		};
	} catch (error) {
		throw signal.aborted ? signal.reason : (failure ?? gatewayError(error, name));
	} finally {
		clearTimeout(timer);
	}
}

/** A body, and what follows it after so many bytes. */
function split(bytes: Buffer, jsonLength: string | undefined): Pick<Answer, 'body' | 'binary'> {
	const length = /^\d{1,15}$/.test(jsonLength ?? '') ? Number(jsonLength) : bytes.length;
	const body = bytes.subarray(0, length).toString('utf8');
	return jsonLength === undefined ? {body} : {body, binary: bytes.subarray(length)};
}

function flatten(headers: http.IncomingHttpHeaders): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));
}
