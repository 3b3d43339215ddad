import type {Duplex} from 'node:stream';
import type {KubeConfig} from '@kubernetes/client-node';
import type {WebSocket} from 'ws';
import {ApiError, ConnectionError} from '../objects/cluster.ts';
import {pods} from '../objects/resource.ts';
import {agentsFor} from './agents.ts';
import {apiPath, query} from './api-path.ts';
import {connectionError, noAnswerWithin} from './connection-error.ts';
import type {Connection} from './connection.ts';
import type {Identity} from './identity.ts';
import {inTime, limited} from './in-time.ts';
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
	const {credentials, requestTimeoutMs, server} = connection;
	const late = (ms: number) => connectionError(noAnswerWithin(ms), server);
	const login = () => limited(requestTimeoutMs, signal, patience => credentials.identity(patience), late);
	const identity = await login();
	let stream: PodStream;
	try {
		stream = await open(connection, identity, path, title, signal);
	} catch (error) {
		const isRefused = error instanceof ApiError && error.code === 401;
		if (!isRefused || !credentials.renew(identity)) throw error;
		stream = await open(connection, await login(), path, title, signal);
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
	// Only this file of client-node: the whole of it takes 0.2 s to load.
	const {WebSocketHandler} = await import('@kubernetes/client-node/dist/web-socket-handler.js');
	const {WebSocket} = await import('ws');
	const {streams: agent} = await agentsFor(connection, identity);
	// All that the handler asks of a KubeConfig. A real one would drop the groups and extras of impersonation.
	const config = {
		getCurrentCluster: () => ({server: connection.server}),
		applyToHTTPSOptions: async (options: object) =>
			Object.assign(options, {
				agent,
				headers: {...identity.headers, ...connection.impersonation},
				handshakeTimeout,
				maxPayload: mostMessageBytes,
				perMessageDeflate: false, // nobody zips these, and a small message could become a large one
			}),
	};
	let stream: PodStream | undefined;
	const {promise: opened, resolve, reject} = Promise.withResolvers<void>();
	const openSocket = (url: string, _protocols: unknown, options: object): WebSocket => {
		const socket = new WebSocket(url, podProtocol, options);
		shutOut(socket);
		stream = new PodStream(title, socket);
		socket.once('open', resolve).once('error', reject);
		socket.once('unexpected-response', (_request, answer) => {
			answer.destroy();
			reject(refusal(answer.statusCode ?? 0, title));
		});
		return socket;
	};

	try {
		const handler = new WebSocketHandler(config as unknown as KubeConfig, openSocket);
		handler.connect(path, null, null).catch(reject);
		const ms = Math.min(connection.requestTimeoutMs || handshakeTimeout, handshakeTimeout);
		await inTime(opened, ms, signal);
		return ready(stream);
	} catch (error) {
		stream?.destroy();
		if (signal?.aborted) throw signal.reason;
		throw error instanceof ApiError || error instanceof ConnectionError
			? error
			: connectionError(error, connection.server);
	}
}

/**
 * Keeps client-node from reading messages, which the stream does: it reads the channel of an empty one, which throws where nobody
 * catches it, and at channel 255 ends this process's own streams. A plain property of that name takes its handler, and nobody
 * calls it.
 */
function shutOut(socket: WebSocket): void {
	Object.defineProperty(socket, 'onmessage', {writable: true, value: null});
}

/** What comes together with the handshake's answer may have been the end already. */
function ready(stream: PodStream | undefined): PodStream {
	if (!stream) throw new Error('the WebSocket was opened without a stream');
	if (stream.errored) throw stream.errored;
	return stream;
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
