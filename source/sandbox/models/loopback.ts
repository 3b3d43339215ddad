import {once} from 'node:events';
import type {Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Address} from '../gateway/upstream.ts';

/** A server that listens. */
export interface LoopbackServer {
	readonly address: Address;
	/** Ends it and its connections at once. */
	close(): Promise<void>;
}

const host = '127.0.0.1';

/** Has a server listen on loopback, at a free port where none is given. Rejects when the port is taken. */
export async function listenOnLoopback(server: Server, port = 0): Promise<LoopbackServer> {
	server.listen(port, host);
	await once(server, 'listening');
	return {
		address: {host, port: (server.address() as AddressInfo).port},
		async close() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
