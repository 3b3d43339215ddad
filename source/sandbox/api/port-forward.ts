import type {IncomingMessage} from 'node:http';
import {connect} from 'node:net';
import type {Duplex} from 'node:stream';
import {WebSocketServer, type WebSocket} from 'ws';
import {pods} from '../../objects/resource.ts';
import {kindOf} from './kinds.ts';
import {urlOf} from './request-url.ts';
import {badRequest, notFound} from './status-error.ts';
import type {Store} from './store.ts';
import type {Target} from './target.ts';

/** Where a port of a pod answers: a port on loopback; undefined when nothing listens there. */
export type PortForwardTarget = (namespace: string, pod: string, port: number) => number | undefined;

/** A client's request for a stream: its socket, and what it has sent behind the request already. */
interface Upgrade {
	readonly request: IncomingMessage;
	readonly socket: Duplex;
	readonly head: Buffer;
}

const protocol = 'v4.channel.k8s.io';

/** What a message may have at most; a client that sends more is cut off. */
const longestMessage = 16 * 2 ** 20;

const webSockets = new WebSocketServer({noServer: true, maxPayload: longestMessage, handleProtocols: () => protocol});

/**
 * Streams between a WebSocket and a port of a pod, in the kubelet's `v4.channel.k8s.io` form: each message begins with the number
 * of a channel, 0 for bytes and 1 for errors, and the first of each channel names the port. Throws NotFound or BadRequest
 * before the WebSocket is open.
 */
export function forwardPort(
	store: Store,
	portOf: PortForwardTarget,
	{namespace = '', name = ''}: Target,
	{request, socket, head}: Upgrade,
): void {
	if (!store.get(pods, namespace, name)) throw notFound(kindOf(pods), name);
	const [text = '', ...more] = urlOf(request)
		.searchParams.getAll('ports')
		.flatMap(ports => ports.split(','));
	const port = Number(text);
	if (more.length > 0 || !Number.isInteger(port) || port < 1 || port > 65_535) {
		throw badRequest(`query parameter "ports" must name one port from 1 to 65535`);
	}

	const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map(entry => entry.trim());
	if (!offered.includes(protocol)) throw badRequest(`unable to upgrade: the server speaks ${protocol} only`);
	webSockets.handleUpgrade(request, socket, head, client => bridge(client, port, portOf(namespace, name, port)));
}

function bridge(client: WebSocket, port: number, target: number | undefined): void {
	// As Go does for the kubelet: else the end of a request that comes in two messages waits 40 ms for the ACK of its head.
	const tcp = target === undefined ? undefined : connect({host: '127.0.0.1', port: target, noDelay: true});
	const number = Buffer.alloc(2);
	number.writeUInt16LE(port);
	client.send(Buffer.concat([channel.data, number]));
	client.send(Buffer.concat([channel.error, number]));
	client.on('message', (message: Buffer, isBinary) => {
		// the client closes its direction by closing both
		if (!isBinary) client.close(1003);
		else if (message[0] === 0 && tcp && !tcp.write(message.subarray(1))) client.pause();
	});
	client.on('error', () => undefined); // what broke the protocol; its close follows
	client.once('close', () => tcp?.destroy());
	const refuse = (why: string): void => {
		client.send(Buffer.concat([channel.error, Buffer.from(`an error occurred forwarding ${port}: ${why}`)]));
		client.close(1000);
	};
	if (!tcp) return refuse(`failed to connect to localhost:${port}: connect: connection refused`);
	tcp.on('data', (chunk: Buffer) => {
		tcp.pause();
		client.send(Buffer.concat([channel.data, chunk]), () => tcp.resume());
	});
	tcp.on('drain', () => client.resume());
	tcp.once('end', () => client.close(1000));
	tcp.once('error', error => refuse(error.message));
}

const channel = {data: Buffer.of(0), error: Buffer.of(1)};
