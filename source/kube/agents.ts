import type http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type {Connection} from './connection.ts';
import type {Identity} from './identity.ts';
import {plainHttp} from './plain-http.ts';

export interface Agents {
	/** For requests: keeps connections for the next one. */
	readonly pool: http.Agent;
	/** For streams that live long, each on a connection of its own. */
	readonly streams: http.Agent;
}

/** Milliseconds of silence before TCP asks whether the other side still lives; it gives up about 10 s later. */
const keepAliveAfter = 30_000;

interface Made {
	readonly certificate: Identity['certificate'];
	readonly agents: Promise<Agents>;
	/** What the promise has become. */
	current?: Agents;
}

const made = new WeakMap<Connection, Made>();

/** The agents of a connection; made anew only when a credential plugin has issued another certificate. */
export function agentsFor(connection: Connection, identity: Identity): Promise<Agents> {
	const known = made.get(connection);
	if (known !== undefined && known.certificate === identity.certificate) return known.agents;
	const agents = createAgents(connection, identity);
	const entry: Made = {certificate: identity.certificate, agents};
	made.set(connection, entry);
	agents.then(
		current => (entry.current = current),
		() => made.delete(connection),
	);
	return agents;
}

/**
 * Lets go of the connections that agents keep: where one does not answer, the others that go the same way may not either.
 * Requests that are under way go on; the next ones get new agents.
 */
export function dropKept(connection: Connection, agents: Agents): void {
	if (made.get(connection)?.current === agents) made.delete(connection);
	keepNone(agents.pool);
	for (const sockets of Object.values(agents.pool.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

/** Has an agent close each connection that becomes free. Its constructor takes 0 for the default. */
function keepNone<T extends http.Agent>(agent: T): T {
	agent.maxFreeSockets = 0;
	return agent;
}

async function createAgents(connection: Connection, identity: Identity): Promise<Agents> {
	const {server, proxyUrl} = connection;
	if (proxyUrl?.startsWith('socks')) {
		const {socksAgent} = await import('./socks-agent.ts');
		const agent = await socksAgent(connection, identity);
		return {pool: agent, streams: agent};
	}

	const options = {
		keepAlive: true,
		keepAliveMsecs: keepAliveAfter,
		// Node's 250 ms are too short for a far API server that has several addresses.
		autoSelectFamilyAttemptTimeout: 2500,
		...(proxyUrl !== undefined && {proxyEnv: {HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl}}),
	};
	if (server.startsWith('http:')) {
		const {Agent} = plainHttp();
		return {pool: new Agent({...options, maxSockets: 64}), streams: keepNone(new Agent(options))};
	}

	const secure = {...options, ...tlsOptions(connection, identity)};
	return {pool: new https.Agent({...secure, maxSockets: 64}), streams: keepNone(new https.Agent(secure))};
}

/** Certificates are parsed once, here, not at each connection. */
function tlsOptions({tls: {ca, insecure, serverName}}: Connection, {certificate, key}: Identity): https.AgentOptions {
	const authorities = ca ?? [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
	return {
		secureContext: tls.createSecureContext({
			...(!insecure && {ca: authorities}),
			...(certificate !== undefined && {cert: certificate}),
			...(key !== undefined && {key}),
		}),
		rejectUnauthorized: !insecure,
		...(serverName !== undefined && {servername: serverName}),
	};
}
