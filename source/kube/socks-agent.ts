import type http from 'node:http';
import {KubeConfig} from '@kubernetes/client-node';
import type {Connection} from './connection.ts';
import type {Identity} from './identity.ts';

/** An agent that connects through the connection's SOCKS proxy. Heavy: loaded only by users who have one. */
export async function socksAgent(
	{server, proxyUrl, tls}: Connection,
	{certificate, key}: Identity,
): Promise<http.Agent> {
	const config = new KubeConfig();
	config.loadFromClusterAndUser(
		{
			name: 'cluster',
			server,
			// For an http:// server, client-node asks for this.
			skipTLSVerify: tls.insecure || server.startsWith('http:'),
			...(proxyUrl && {proxyUrl}),
			...(tls.ca && {caData: tls.ca.toString('base64')}),
			...(tls.serverName && {tlsServerName: tls.serverName}),
		},
		{
			name: 'user',
			...(certificate && {certData: Buffer.from(certificate).toString('base64')}),
			...(key && {keyData: Buffer.from(key).toString('base64')}),
		},
	);
	const options: {agent?: http.Agent} = {};
	await config.applyToHTTPSOptions(options);
	if (options.agent === undefined) throw new Error(`the proxy ${proxyUrl} cannot be used`);
	return options.agent;
}
