import type {Duplex} from 'node:stream';
import type {KubeConfig} from '@kubernetes/client-node';
import {ApiError} from '../objects/cluster.ts';
import {pods} from '../objects/resource.ts';
import {agentsFor} from './agents.ts';
import {apiPath, query} from './api-path.ts';
import {connectionError} from './connection-error.ts';
import type {Connection} from './connection.ts';
import type {Identity} from './identity.ts';
import {inTime} from './in-time.ts';
import {PodStream} from './pod-stream.ts';

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
	// Only this file of client-node: the whole of it takes 0.2 s to load.
	const {WebSocketHandler} = await import('@kubernetes/client-node/dist/web-socket-handler.js');
	const {streams: agent} = await agentsFor(connection, identity);
	const headers = {...identity.headers, ...connection.impersonation};
	// All that the handler asks of a KubeConfig. A real one would drop the groups and extras of impersonation.
	const config = {
		getCurrentCluster: () => ({server: connection.server}),
		applyToHTTPSOptions: async (options: object) =>
			Object.assign(options, {
				agent,
				headers,
				handshakeTimeout,
				maxPayload: mostMessageBytes,
				perMessageDeflate: false, // nobody zips these, and a small message could become a large one
				...(signal && {signal}),
			}),
	};
	const stream = new PodStream(title);
	try {
		const handler = new WebSocketHandler(config as unknown as KubeConfig);
		const connecting = handler.connect(path, null, (channel, message) => stream.receive(channel, message));
		connecting.then(socket => stream.destroyed && socket.terminate()).catch(() => undefined);
		const ms = Math.min(connection.requestTimeoutMs || handshakeTimeout, handshakeTimeout);
		stream.attach(await inTime(connecting, ms, signal));
		return stream;
	} catch (event) {
		stream.destroy();
		if (signal?.aborted) throw signal.reason;
		throw openError((event as {error?: unknown}).error ?? event, connection, title);
	}
}

/** The WebSocket library tells an error answer only by its code. */
function openError(error: unknown, {server}: Connection, title: string): Error {
	const code = Number(/^Unexpected server response: (\d+)$/.exec((error as Error).message)?.[1]);
	const answers: Readonly<Record<number, readonly [reason: string, words: string]>> = {
		401: ['Unauthorized', 'you must be logged in to the server'],
		403: ['Forbidden', 'you may not create pods/portforward there'],
		404: ['NotFound', 'there is no such pod'],
	};
	if (Number.isNaN(code)) return connectionError(error, server);
	const [reason, words] = answers[code] ?? ['', `the server answered with HTTP ${code}; does the pod run?`];
	return new ApiError(code, reason, `cannot forward to ${title}: ${words}`, {cause: error});
}
