import {once} from 'node:events';
import {readFile, writeFile} from 'node:fs/promises';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {Agent, createServer, request, type Server} from 'node:https';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {buffer} from 'node:stream/consumers';
import type {Testbed} from '../../testbed/testbed.ts';

/** A request on its way to the API server. */
export interface Passing {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly body: string;
}

/** The request at which a process is stopped: before it arrives, or when it was answered and before the answer arrives. */
export interface Moment {
	readonly when: 'before' | 'after';
	readonly is: (passing: Passing) => boolean;
}

/**
 * The way of one process to the API server, which it takes for the server itself. At its moment the request is held, and so the
 * process stands in a state that a test knows, until it is killed: however fast it is, and however slow the machine.
 */
export class Door {
	/** Resolves when the moment has come; what is held is never let go. */
	readonly reached: Promise<void>;
	readonly kubeconfig: string;
	readonly #server: Server;
	readonly #agent: Agent;

	private constructor(kubeconfig: string, server: Server, agent: Agent, reached: Promise<void>) {
		this.kubeconfig = kubeconfig;
		this.#server = server;
		this.#agent = agent;
		this.reached = reached;
	}

	/** Opens one on a free loopback port, with the API server's own certificate. */
	static async open({runDir, server: target, kubeconfig}: Testbed, moment: Moment): Promise<Door> {
		const [cert, key] = await Promise.all(
			['apiserver.crt', 'apiserver.key'].map(async file => readFile(join(runDir, 'certs', file), 'utf8')),
		);
		const agent = new Agent({keepAlive: true, ca: cert ?? ''});
		const {promise, resolve} = Promise.withResolvers<void>();
		const server = createServer({cert: cert ?? '', key: key ?? ''}, (incoming, outgoing) => {
			void pass(new URL(target), agent, {moment, reach: resolve}, incoming, outgoing).catch(() => outgoing.destroy());
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		const path = join(runDir, `door-${port}`);
		const settings = await readFile(kubeconfig, 'utf8');
		await writeFile(path, settings.replaceAll(target, `https://127.0.0.1:${port}`), {mode: 0o600});
		return new Door(path, server, agent, promise);
	}

	/** Ends all that still passes: a request that was held has never been sent. */
	close(): void {
		this.#server.close();
		this.#server.closeAllConnections();
		this.#agent.destroy();
	}
}

async function pass(
	target: URL,
	agent: Agent,
	{moment, reach}: {readonly moment: Moment; readonly reach: () => void},
	incoming: IncomingMessage,
	outgoing: ServerResponse,
): Promise<void> {
	const {method = 'GET', url = '/', headers} = incoming;
	const body = await buffer(incoming);
	const {pathname, searchParams} = new URL(url, target);
	const isMoment = moment.is({method, path: pathname, query: searchParams, body: body.toString()});
	if (isMoment && moment.when === 'before') return reach();
	const sent = request(new URL(url, target), {method, headers: {...headers, host: target.host}, agent});
	sent.end(body);
	outgoing.on('close', () => sent.destroy());
	const [answer] = (await once(sent, 'response')) as [IncomingMessage];
	if (isMoment) return reach();
	outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
	outgoing.flushHeaders();
	answer.pipe(outgoing);
}
