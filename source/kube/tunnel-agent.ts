import type http from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import type {Duplex} from 'node:stream';
import {plainHttp} from './plain-http.ts';
import {openTunnel, type ProxyTrust} from './proxy-tunnel.ts';

type Connected = (error: Error | null, socket: Duplex) => void;

/** Of what Node gives, all that says where to go. */
interface TunnelOptions {
	readonly host?: string | null;
	readonly port?: number | string | null;
}

/** An agent all of whose connections go through a proxy, with TLS inside the tunnel when the server speaks it. */
export function tunnelAgent(
	proxyUrl: string,
	options: https.AgentOptions,
	trust: ProxyTrust,
	isSecure: boolean,
): http.Agent {
	const {Agent} = isSecure ? https : plainHttp();
	const agent = new Agent(options);
	const direct = agent.createConnection.bind(agent);
	const tunnelled = async ({host, port}: TunnelOptions): Promise<net.Socket> =>
		openTunnel(proxyUrl, {host: host ?? '', port: Number(port ?? (isSecure ? 443 : 80))}, trust);
	agent.createConnection = (given, callback?: Connected) => {
		void (async () => {
			let socket: Duplex;
			try {
				const tunnel = await tunnelled(given as TunnelOptions);
				socket = isSecure ? (direct({...given, socket: tunnel} as typeof given) as Duplex) : tunnel;
			} catch (error) {
				callback?.(error as Error, undefined as unknown as Duplex);
				return;
			}

			callback?.(null, socket);
		})();
		return undefined;
	};
	return agent;
}
