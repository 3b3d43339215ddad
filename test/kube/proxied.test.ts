import net, {type AddressInfo} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import type {Connection} from '../../source/kube/connection.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {certificatePath, sendJson, serverTls, startServer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

/** A proxy that connects everything to `target`, after a conversation of its own with the client. */
async function startProxy(target: string, converse: (client: net.Socket, connectToTarget: () => void) => void) {
	const {hostname, port} = new URL(target);
	const proxy = net.createServer(client => {
		client.on('error', () => {});
		converse(client, () => {
			const upstream = net.connect(Number(port), hostname);
			upstream.on('error', () => {});
			client.pipe(upstream).pipe(client);
		});
	});
	await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void proxy.close());
	return `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

async function startApi() {
	return startServer((_, response) => sendJson(response, {items: [], metadata: {resourceVersion: '7'}}), serverTls());
}

/** The connection to a server that only a proxy can reach. */
function behind(proxyUrl: string): Connection {
	return {...connectionTo('https://api.test', {certificateAuthority: certificatePath('ca.crt')}), proxyUrl};
}

describe('behind a proxy, a cluster is reached', () => {
	it('by HTTP CONNECT', async () => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, (client, connectToTarget) => {
			client.once('data', head => {
				asked.push(head.toString().split('\r\n', 1)[0] ?? '');
				client.write('HTTP/1.1 200 Connection established\r\n\r\n');
				connectToTarget();
			});
		});
		const cluster = connect(behind(`http://${proxy}`), {version: '0'});
		expect((await cluster.list(configMaps, 'n')).resourceVersion).toBe('7');
		expect(asked).toEqual(['CONNECT api.test:443 HTTP/1.1']);
	});

	it('by SOCKS 5', async () => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, (client, connectToTarget) => {
			client.once('data', () => {
				client.write(Buffer.from([5, 0]));
				client.once('data', request => {
					asked.push(request.subarray(5, 5 + (request[4] ?? 0)).toString());
					client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
					connectToTarget();
				});
			});
		});
		const cluster = connect(behind(`socks5h://${proxy}`), {version: '0'});
		expect((await cluster.list(configMaps, 'n')).resourceVersion).toBe('7');
		expect(asked).toEqual(['api.test']);
	});
});
