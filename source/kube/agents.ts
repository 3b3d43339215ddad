import type http from 'node:http';
import https from 'node:https';
import {authoritiesIn, expectedName, knownAuthorities, secureContextOf} from './certificates.ts';
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
		() => made.get(connection) === entry && made.delete(connection),
	);
	return agents;
}

/** Authorities whose files have others since the connection was loaded. */
const renewed = new WeakMap<Connection, Buffer>();

/** Whom a connection trusts, as it is known now. */
function authorityOf(connection: Connection): Buffer | undefined {
	return renewed.get(connection) ?? connection.tls.ca;
}

/**
 * Reads the file of a connection's authority again, which may have been renewed since, as a pod's is; whether it says something else
 * now, by which the next agents are made. While it cannot be read, or holds none, the last one counts.
 */
export function renewAuthority(connection: Connection): boolean {
	try {
		const current = connection.readAuthority?.();
		if (current === undefined || authorityOf(connection)?.equals(current) === true) return false;
		authoritiesIn(current.toString(), 'the authority'); // it may be in the middle of being written
		renewed.set(connection, current);
	} catch {
		return false;
	}

	made.delete(connection);
	return true;
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
	const {server, zone, proxyUrl, tls: trusted} = connection;
	const ca = authorityOf(connection);
	const isSecure = server.startsWith('https:');
	const options = {
		keepAlive: true,
		keepAliveMsecs: keepAliveAfter,
		// Node's 250 ms are too short for a far API server that has several addresses.
		autoSelectFamilyAttemptTimeout: 2500,
		...(zone !== undefined && {host: `${new URL(server).hostname.replace(/^\[|\]$/g, '')}%${zone}`}),
		...(isSecure && tlsOptions(connection, identity)),
	};
	const pooled = {...options, maxSockets: 64};
	if (proxyUrl !== undefined && (isSecure || !proxyUrl.startsWith('http:'))) {
		const {tunnelAgent} = await import('./tunnel-agent.ts');
		// As with Go, the cluster's own authority may vouch for the proxy too.
		const trust = {
			insecure: trusted.insecure,
			ca: () => [...knownAuthorities(), ...(ca ? [ca.toString()] : [])],
		};
		return {
			pool: tunnelAgent(proxyUrl, pooled, trust, isSecure),
			streams: keepNone(tunnelAgent(proxyUrl, options, trust, isSecure)),
		};
	}

	if (isSecure) return {pool: new https.Agent(pooled), streams: keepNone(new https.Agent(options))};
	const {Agent} = plainHttp();
	// Without TLS a proxy is asked for whole URLs, which Node knows how to do.
	const proxied = proxyUrl === undefined ? {} : {proxyEnv: {HTTP_PROXY: proxyUrl}};
	return {pool: new Agent({...pooled, ...proxied}), streams: keepNone(new Agent({...options, ...proxied}))};
}

/** Certificates are parsed once, here, not at each connection. */
function tlsOptions(connection: Connection, identity: Identity): https.AgentOptions {
	const {insecure, serverName} = connection.tls;
	const ca = authorityOf(connection);
	return {
		secureContext: secureContextOf({insecure, ...(ca && {ca}), caOrigin: connection.caOrigin}, identity),
		rejectUnauthorized: !insecure,
		...expectedName(serverName ?? new URL(connection.server).hostname),
	};
}
