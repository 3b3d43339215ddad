import {once} from 'node:events';
import net, {type LookupFunction} from 'node:net';
import type {Duplex} from 'node:stream';
import tls from 'node:tls';
import {BoundedBytes} from '../objects/bounded.ts';
import {AnswerReading} from './answer-reading.ts';
import {Connections, type Connection, type OpenStream} from './connections.ts';
import type {GatewayAccess} from './gateway-access.ts';
import {gatewayError} from './gateway-error.ts';
import {gatewayUrl} from './gateway-url.ts';

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
	/** Why it counts as a failure although its status is good, as the end of a sentence: said by who reads it. */
	readonly failure?: string;
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
 * without which every address is taken; a certificate is checked as `access` says. Throws an Error for another URL, and for one with more than that.
 */
export function openGateway(url: string, lookup?: LookupFunction, access: GatewayAccess = {}): Gateway {
	const address = gatewayUrl(url);
	const {protocol, port, pathname} = address;
	const host = address.hostname.replace(/^\[|\]$/g, '');
	const isSecure = protocol === 'https:';
	const place = {host, port: Number(port || (isSecure ? 443 : 80)), noDelay: true, ...(lookup && {lookup})};
	// The certificate must be for the host of the URL, whatever the Host header says; an address has no name to ask for.
	const {authorities, isUnchecked = false} = access;
	const trust = {rejectUnauthorized: !isUnchecked, ...(authorities !== undefined && {ca: authorities})};
	const servername = net.isIP(host) === 0 ? host : '';
	return gatewayOver({name: `the gateway at ${address.host}`, prefix: pathname.replace(/\/$/, '')}, async signal => {
		const socket = isSecure ? tls.connect({...place, servername, ...trust}) : net.connect(place);
		try {
			await once(socket, isSecure ? 'secureConnect' : 'connect', {signal});
		} catch (error) {
			socket.destroy();
			throw error;
		}

		return socket;
	});
}

/**
 * The gateway at the other end of streams, one a connection. A stream must have the methods `ref` and `unref`
 * of a socket. `name` is used in messages. What `openStream` rejects with, `send` does.
 */
export function openForwardedGateway(name: string, openStream: () => Promise<Duplex>): Gateway {
	return gatewayOver({name, prefix: ''}, openStream);
}

interface Address {
	readonly name: string;
	readonly prefix: string;
}

function gatewayOver(address: Address, openStream: OpenStream): Gateway {
	const connections = new Connections(openStream);
	return {
		async send(request) {
			request.signal.throwIfAborted();
			return connections.use(connection => exchange(connection, address, request));
		},
		close: () => connections.close(),
	};
}

async function exchange(connection: Connection, {name, prefix}: Address, request: GatewayRequest): Promise<Answer> {
	const {method, host, path, headers, body, signal, timeoutMs, mostBytes = mostAnswerBytes, onChunk} = request;
	const start = performance.now();
	const reading = new AnswerReading(
		new BoundedBytes({
			mostBytes,
			what: `the answer of ${name} to ${method} ${path}`,
			remedy: `look what serves host ${host}`,
		}),
		onChunk && (bytes => onChunk(bytes, performance.now() - start)),
	);
	const fail = (words: string): void => reading.fail(new Error(words));
	const late = `no answer from ${name} within ${timeoutMs / 1000} s`;
	const timer = timeoutMs > 0 ? setTimeout(fail, timeoutMs, late) : undefined;
	const abort = (): void => reading.fail(signal.reason);
	signal.addEventListener('abort', abort, {once: true});
	connection.dispatch({method, path: prefix + path, headers: {...headers, host}, body: body ?? null}, reading);
	try {
		const {status, flat, bytes} = await reading.ended;
		return {
			status,
			headers: flat,
			...split(bytes, flat[binaryHeader]),
			// Envoy adds its header to one that the upstream has set; Istio's own comes first.
			version: flat['app-version']?.split(',')[0]?.trim(),
			elapsedMs: performance.now() - start,
		};
	} catch (error) {
		if (reading.hasFailed) throw error;
		if (isCode(error, 'UND_ERR_SOCKET') && reading.isRefused && !connection.isEnded()) {
			throw new Error(`${name} goes on with HTTP 100 or 101, which nobody asked for: is it the right address?`, {
				cause: error,
			});
		}

		throw gatewayError(error, name);
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', abort);
	}
}

function isCode(error: unknown, code: string): boolean {
	return (error as NodeJS.ErrnoException).code === code;
}

/** A body, and what follows it after so many bytes. */
function split(bytes: Buffer, jsonLength: string | undefined): Pick<Answer, 'body' | 'binary'> {
	const length = /^\d{1,15}$/.test(jsonLength ?? '') ? Number(jsonLength) : bytes.length;
	const body = bytes.subarray(0, length).toString('utf8');
	return jsonLength === undefined ? {body} : {body, binary: bytes.subarray(length)};
}
