import {connect, createServer, type Server, type Socket} from 'node:net';
import type {KubeObject} from '../../../../source/objects/object.ts';
import {keyOf, serviceAddresses, type ServiceAddress, type Services} from './services.ts';

/** Listens at the addresses of Services and leads each connection to one of the servers behind, in turn, as kube-proxy does. */
export class ServiceProxy {
	readonly #services: Services;
	readonly #listening = new Map<string, Server>();
	#turn = 0;

	constructor(services: Services) {
		this.#services = services;
	}

	/** Listens where a Service says now, and no longer where it said before; connections that there are go on. */
	update(service: KubeObject): void {
		const key = keyOf(service);
		const wanted = new Map(
			serviceAddresses(service).map(address => [`${key} ${address.host}:${address.port}`, address]),
		);
		for (const [name, server] of this.#listening) {
			if (!name.startsWith(`${key} `) || wanted.has(name)) continue;
			server.close();
			this.#listening.delete(name);
		}

		for (const [name, address] of wanted) {
			if (!this.#listening.has(name)) this.#listening.set(name, this.#listen(key, address));
		}
	}

	/** Listens for a Service no more. */
	remove(service: KubeObject): void {
		this.update({...service, spec: {}});
	}

	#listen(key: string, {host, port, portName}: ServiceAddress): Server {
		const server = createServer({allowHalfOpen: true, noDelay: true}, socket => this.#lead(socket, key, portName));
		return server.on('error', error => console.error(`${key} at ${host}:${port}:`, error)).listen(port, host);
	}

	#lead(client: Socket, key: string, portName: string): void {
		const servers = this.#services.endpoints(key, portName);
		const chosen = servers[this.#turn++ % servers.length];
		if (!chosen) {
			// as a refused connection, which is what kube-proxy answers
			client.on('error', () => undefined).resetAndDestroy();
			return;
		}

		const server = connect({...chosen, allowHalfOpen: true, noDelay: true});
		const end = (): void => {
			client.destroy();
			server.destroy();
		};
		client.on('error', end).on('close', end).pipe(server);
		server.on('error', end).pipe(client);
	}
}
