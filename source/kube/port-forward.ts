import type {Duplex} from 'node:stream';
import type {WebSocket} from 'ws';
import {ApiError, ConnectionError} from '../objects/cluster.ts';
import {pods} from '../objects/resource.ts';
import {agentsFor} from './agents.ts';
import {apiPath, query} from './api-path.ts';
import {connectionError} from './connection-error.ts';
import type {Connection} from './connection.ts';
import type {Identity} from './identity.ts';
import {inTime} from './in-time.ts';
import {podProtocol, PodStream} from './pod-stream.ts';

const handshakeTimeout = 30_000;

/** The kubelet sends pieces of 32 KiB. */
const mostMessageBytes = 4 * 2 ** 20;

/**
 * One stream to a port of a pod, through the API server: a WebSocket each. Has the methods that node:http asks of a socket, and
 * keeps the process alive while it is open. Rejects with ApiError or ConnectionError when it cannot be opened; destroyed with
 * a ConnectionError when the pod refuses or the connection breaks later, and with the signal's reason when that aborts.
 */
export async function openPortForward(
	connection: Connection,
	namespace: string,
	pod: string,
	port: number,
	signal?: AbortSignal,
): Promise<Duplex> {
	const path = `${apiPath(pods, namespace, pod)}/portforward${query({ports: port})}`;
	const title = `pod ${namespace}/${pod}, port ${port}`;
	const {credentials} = connection;
	const identity = await credentials.identity(signal);
	let stream: PodStream;
	try {
		stream = await open(connection, identity, path, title, signal);
	} catch (error) {
		const isRefused = error instanceof ApiError && error.code === 401;
		if (!isRefused || !credentials.renew(identity)) throw error;
		stream = await open(connection, await credentials.identity(signal), path, title, signal);
	}

	if (signal) {
		const abort = () => stream.destroy(signal.reason as Error);
		signal.addEventListener('abort', abort, {once: true});
		stream.once('close', () => signal.removeEventListener('abort', abort));
	}

	return stream;
}

async function open(
	connection: Connection,
	identity: Identity,
	path: string,
	title: string,
	signal: AbortSignal | undefined,
): Promise<PodStream> {
	signal?.throwIfAborted();
	const {WebSocket} = await import('ws');
	const {streams: agent} = await agentsFor(connection, identity);
	let stream: PodStream | undefined;
	try {
		const socket = new WebSocket(connection.server.replace(/^http/, 'ws') + path, podProtocol, {
			agent,
			headers: {...identity.headers, ...connection.impersonation},
			handshakeTimeout,
			maxPayload: mostMessageBytes,
			perMessageDeflate: false, // nobody zips these, and a small message could become a large one
		});
		stream = new PodStream(title, socket);
		const ms = Math.min(connection.requestTimeoutMs || handshakeTimeout, handshakeTimeout);
		await inTime(opened(socket, title), ms, signal);
		// What comes together with the handshake's answer may have been the end already.
		if (stream.errored) throw stream.errored;
		return stream;
	} catch (error) {
		stream?.destroy();
		if (signal?.aborted) throw signal.reason;
		throw error instanceof ApiError || error instanceof ConnectionError
			? error
			: connectionError(error, connection.server);
	}
}

/** Resolves when a WebSocket is open; rejects with its error, or with the ApiError of an answer that opens none. */
function opened(socket: WebSocket, title: string): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	socket.once('open', resolve).once('error', reject);
	socket.once('unexpected-response', (_request, answer) => {
		answer.destroy();
		reject(refusal(answer.statusCode ?? 0, title));
	});
	return promise;
}

function refusal(code: number, title: string): ApiError {
	const answers: Readonly<Record<number, readonly [reason: string, words: string]>> = {
		401: ['Unauthorized', 'you must be logged in to the server'],
		403: ['Forbidden', 'you may not create pods/portforward there'],
		404: ['NotFound', 'there is no such pod'],
	};
	const [reason, words] = answers[code] ?? ['', `the server answered with HTTP ${code}; does the pod run?`];
	return new ApiError(code, reason, `cannot forward to ${title}: ${words}`);
}
