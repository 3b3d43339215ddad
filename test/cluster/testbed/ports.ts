import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';

/** Free loopback ports, all different: each is listened on until all are found. */
export async function freePorts(count: number): Promise<readonly number[]> {
	const servers = Array.from({length: count}, () => createServer().listen(0, '127.0.0.1'));
	await Promise.all(servers.map(async server => once(server, 'listening')));
	const ports = servers.map(server => (server.address() as AddressInfo).port);
	await Promise.all(servers.map(async server => once(server.close(), 'close')));
	return ports;
}
