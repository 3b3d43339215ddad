import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import type {IncomingMessage} from 'node:http';
import {createServer, type Server} from 'node:https';
import type {AddressInfo, Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {stringify} from 'yaml';
import {admission, type Webhook} from './admission.ts';
import {loopbackCertificate} from './certificate.ts';
import {GarbageCollector} from './garbage-collector.ts';
import {createHandler} from './handler.ts';
import {keepNamespaces} from './namespace-lifecycle.ts';
import type {PodLog} from './pod-log.ts';
import {forwardPort, type PortForwardTarget} from './port-forward.ts';
import {urlOf} from './request-url.ts';
import {noSuchResource, statusOf} from './status-error.ts';
import {Store} from './store.ts';
import {targetOf} from './target.ts';
import {refuseTarget, userOf} from './user.ts';
import {Writes} from './writes.ts';

export interface ApiServerOptions {
	/** @default a free one */
	readonly port?: number;
	/** Namespaces besides those that every cluster has. */
	readonly namespaces?: readonly string[];
	/** Answers `pods/portforward`. @default no pod listens anywhere */
	readonly portForwardTarget?: PortForwardTarget;
	/** Answers `pods/log`. @default no container has written anything */
	readonly podLog?: PodLog;
	/** Asked about each object that is written. @default none */
	readonly webhook?: Webhook;
	/** Clock of creation and deletion times. */
	readonly now?: () => Date;
}

export interface ApiServer {
	/** `https://127.0.0.1:PORT` */
	readonly url: string;
	/** The certificate to trust, in PEM; the kubeconfig has it, too. */
	readonly authority: string;
	/** The bearer token that every request must bring. */
	readonly token: string;
	/** The objects, for the controllers of the sandbox. What they write, the clients' watches see. */
	readonly store: Store;
	/** Text of a kubeconfig with one context, `sandbox`, namespace `default`. */
	kubeconfig(): string;
	/** Ends all connections. */
	close(): Promise<void>;
}

const everywhere = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/**
 * An API server in memory, on loopback: what the real kube-apiserver answers for the kinds of `kinds.ts`. It speaks TLS, because
 * kubectl sends no token without. Rejects with the error of `listen` when the port is in use.
 */
export async function createApiServer({
	port = 0,
	namespaces = [],
	portForwardTarget = () => undefined,
	podLog = () => [],
	webhook,
	now,
}: ApiServerOptions = {}): Promise<ApiServer> {
	const token = randomBytes(24).toString('base64url');
	const store = new Store(now ? {now} : {});
	const writes = new Writes(store, admission(store, webhook));
	// the real one works beside the API server: whoever deletes an owner has time to delete what it owned, too
	new GarbageCollector(writes, {delayMs: 500}).watch(store);
	const ending = new AbortController();
	const stopNamespaces = keepNamespaces(store, writes);
	for (const name of [...everywhere, ...namespaces]) addNamespace(store, name);
	// as a server that has been compacted: version 1 is always too old
	store.history.compact(store.version);
	const certificate = loopbackCertificate(new Date());
	// long, as Go's: no client writes on a connection that is just being closed
	const tls = {...certificate, keepAliveTimeout: 180_000};
	const server = createServer(tls, createHandler({store, writes, token, podLog, ending: ending.signal}));
	server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
		socket.on('error', () => socket.destroy());
		try {
			const target = targetOf(urlOf(request).pathname);
			if (target?.subresource !== 'portforward') throw noSuchResource();
			refuseTarget(userOf(request, token), 'create', target);
			forwardPort(store, portForwardTarget, target, {request, socket, head});
		} catch (error) {
			refuseUpgrade(socket, error);
		}
	});
	// those in a handshake, too, which the server itself does not count among its connections
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	const url = await listen(server, port);
	return {
		url,
		authority: certificate.cert,
		token,
		store,
		kubeconfig: () => kubeconfig(url, certificate.cert, token),
		async close() {
			ending.abort();
			stopNamespaces();
			const closed = once(server, 'close');
			server.close();
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

async function listen(server: Server, port: number): Promise<string> {
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function addNamespace(store: Store, name: string): void {
	store.put({
		apiVersion: 'v1',
		kind: 'Namespace',
		metadata: {name, labels: {'kubernetes.io/metadata.name': name}},
		spec: {finalizers: ['kubernetes']},
		status: {phase: 'Active'},
	});
}

function refuseUpgrade(socket: Duplex, error: unknown): void {
	const status = statusOf(error);
	const body = JSON.stringify(status);
	const head = [
		`HTTP/1.1 ${Number(status['code'])} ${String(status['reason'])}`,
		'Content-Type: application/json',
		`Content-Length: ${Buffer.byteLength(body)}`,
		'Connection: close',
		'\r\n',
	];
	socket.end(head.join('\r\n') + body);
}

function kubeconfig(server: string, authority: string, token: string): string {
	const name = 'sandbox';
	const data = Buffer.from(authority).toString('base64');
	return stringify({
		apiVersion: 'v1',
		kind: 'Config',
		clusters: [{name, cluster: {server, 'certificate-authority-data': data}}],
		users: [{name, user: {token}}],
		contexts: [{name, context: {cluster: name, user: name, namespace: 'default'}}],
		'current-context': name,
	});
}
