import net, {type AddressInfo} from 'node:net';
import {describe, expect, it, onTestFinished} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import type {ConnectionFlags} from '../../source/kube/connection-flags.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {certificatePath, sendJson, serverTls, startServer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

const ca = {certificateAuthority: certificatePath('ca.crt')};

function listFrom(server: string, flags: ConnectionFlags = ca): Promise<unknown> {
	return connect(connectionTo(server, flags), {version: '0'}).list(configMaps, 'n');
}

async function startTls() {
	const {url} = await startServer((_, response) => sendJson(response, {items: []}), serverTls());
	return {url, host: new URL(url).host};
}

/** The address of a server that treats each connection like this. */
async function startRaw(onConnection: (socket: net.Socket) => void): Promise<string> {
	const server = net.createServer(onConnection);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void server.close());
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('without an answer, the error', () => {
	it('says that the connection was refused', async () => {
		await expect(listFrom('https://127.0.0.1:1')).rejects.toMatchObject({
			name: 'ConnectionError',
			message: 'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
		});
	});

	it('says that there is no such host', async () => {
		await expect(listFrom('https://nowhere.invalid')).rejects.toMatchObject({
			name: 'ConnectionError',
			message: expect.stringMatching(
				/^Unable to connect to the server: lookup nowhere\.invalid: (no such host|the name server does not answer)$/,
			),
		});
	});

	it('says that the connection was lost', async () => {
		const host = await startRaw(socket => socket.resetAndDestroy());
		await expect(listFrom(`http://${host}`, {})).rejects.toThrow(`The connection to the server ${host} was lost`);
	});

	it('says that the server speaks no TLS', async () => {
		const host = await startRaw(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
		await expect(listFrom(`https://${host}`)).rejects.toThrow(
			`Unable to connect to the server: ${host} does not speak TLS`,
		);
	});

	it('says that nobody vouches for the certificate', async () => {
		const {url} = await startTls();
		await expect(listFrom(url, {})).rejects.toThrow(
			'Unable to connect to the server: x509: certificate signed by unknown authority',
		);
	});

	it('says for whom the certificate is', async () => {
		const {url} = await startTls();
		await expect(listFrom(url, {...ca, tlsServerName: 'other.test'})).rejects.toThrow(
			'Unable to connect to the server: x509: certificate is valid for api.test, 127.0.0.1, not other.test',
		);
	});
});

describe('over TLS', () => {
	it.each<[string, ConnectionFlags]>([
		['by its authority', ca],
		['by its authority and another name', {...ca, tlsServerName: 'api.test'}],
		['by nothing, when told so', {insecureSkipTlsVerify: true}],
	])('a server is trusted %s', async (_, flags) => {
		const {url} = await startTls();
		expect(await listFrom(url, flags)).toEqual({items: [], resourceVersion: ''});
	});
});
