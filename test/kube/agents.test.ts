import {expect, test, vi} from 'vitest';
import {agentsFor} from '../../source/kube/agents.ts';
import {connect} from '../../source/kube/client.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {certificate, certificatePath, sendJson, serverTls, startServer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

test('a certificate that turns out to be broken does not take the agents of the next one with it', async () => {
	const connection = connectionTo('https://api.test');
	const broken = agentsFor(connection, {headers: {}, certificate: 'broken', key: 'broken'});
	const key = certificate('client.key');
	const good = {headers: {}, certificate: certificate('client.crt'), key};
	const agents = agentsFor(connection, good);
	await expect(broken).rejects.toThrow();
	expect(await agentsFor(connection, good)).toBe(await agents);
});

test.each([
	[undefined, false],
	['127.0.0.1', false],
	['api.test', 'api.test'],
	['api.test.', 'api.test'],
])('the server that is called %s is told %s as its name, without a word of Node about it', async (name, told) => {
	const words = vi.spyOn(process, 'emitWarning');
	const {url, server} = await startServer((_, response) => sendJson(response, {items: []}), serverTls());
	const names: unknown[] = [];
	server.on('secureConnection', (socket: {readonly servername: unknown}) => names.push(socket.servername));
	const flags = {certificateAuthority: certificatePath('ca.crt'), ...(name && {tlsServerName: name})};
	await connect(connectionTo(url, flags), {version: '0'}).list(configMaps, 'n');
	expect(names).toEqual([told]);
	expect(words).not.toHaveBeenCalled();
	words.mockRestore();
});

test('the certificate must be of the address that was said to be the name', async () => {
	const {url} = await startServer((_, response) => sendJson(response, {items: []}), serverTls());
	const flags = {certificateAuthority: certificatePath('ca.crt'), tlsServerName: '10.0.0.1'};
	await expect(connect(connectionTo(url, flags), {version: '0'}).list(configMaps, 'n')).rejects.toThrow(
		'x509: certificate is valid for api.test, 127.0.0.1, not 10.0.0.1',
	);
});
