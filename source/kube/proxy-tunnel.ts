import net from 'node:net';
import tls from 'node:tls';
import {userInfoOf, type UserInfo} from '../objects/user-info.ts';
import {expectedName} from './certificates.ts';
import {NoAnswer, NotReached} from './connection-error.ts';
import {readUntil, type TunnelEnd} from './proxy-socket.ts';
import {askSocks5} from './socks5.ts';

/** What the TLS of an https:// proxy is checked by. */
export interface ProxyTrust {
	/** Asked only when it is needed: to read the machine's takes a while. */
	readonly ca: () => readonly string[];
	readonly insecure: boolean;
}

const longestSetup = 30_000;
const keepAliveAfter = 30_000;
const mostHeadBytes = 64 * 1024;

/** A connection to `end` through a proxy of an address as `proxyFor` gives it. The error names the proxy, never its password. */
export async function openTunnel(proxyUrl: string, end: TunnelEnd, trust: ProxyTrust): Promise<net.Socket> {
	const proxy = new URL(proxyUrl);
	const socket = connectTo(proxy, trust);
	const timer = setTimeout(
		() => socket.destroy(new NoAnswer(`it did not connect us to ${end.host} in time`)),
		longestSetup,
	);
	try {
		await connected(socket, proxy.protocol === 'https:' ? 'secureConnect' : 'connect');
		if (proxy.protocol.startsWith('socks')) await askSocks5(socket, end, userOf(proxy));
		else await askConnect(socket, end, userOf(proxy));
		return socket;
	} catch (cause) {
		socket.destroy();
		throw new Error(`the proxy ${proxy.host}: ${reason(cause)}`, {cause});
	} finally {
		clearTimeout(timer);
	}
}

function userOf(proxy: URL): UserInfo | undefined {
	return proxy.username === '' && proxy.password === '' ? undefined : userInfoOf(proxy);
}

const defaultPorts: Readonly<Record<string, number>> = {'http:': 80, 'https:': 443, 'socks5:': 1080, 'socks5h:': 1080};

function connectTo({protocol, hostname, port}: URL, {ca, insecure}: ProxyTrust): net.Socket {
	const host = hostname.replace(/^\[|\]$/g, '');
	const to = {
		host,
		port: port === '' ? (defaultPorts[protocol] ?? 0) : Number(port),
		keepAlive: true,
		keepAliveInitialDelay: keepAliveAfter,
		autoSelectFamilyAttemptTimeout: 2500,
	};
	if (protocol !== 'https:') return net.connect(to);
	return tls.connect({
		...to,
		ca: [...ca()],
		rejectUnauthorized: !insecure,
		...expectedName(host),
	});
}

function connected(socket: net.Socket, event: 'connect' | 'secureConnect'): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	socket.once(event, resolve).once('error', reject);
	return promise.finally(() => socket.off('error', reject));
}

/** RFC 9110, 9.3.6. */
async function askConnect(socket: net.Socket, {host, port}: TunnelEnd, user: UserInfo | undefined): Promise<void> {
	const authority = `${net.isIP(host) === 6 ? `[${host}]` : host}:${port}`;
	const basic = user && Buffer.from(`${user.name}:${user.password}`).toString('base64');
	const lines = [
		`CONNECT ${authority} HTTP/1.1`,
		`Host: ${authority}`,
		...(basic ? [`Proxy-Authorization: Basic ${basic}`] : []),
	];
	socket.write(`${lines.join('\r\n')}\r\n\r\n`);
	await readUntil(socket, bytes => {
		const answer = bytes.toString('latin1');
		// As Go's reader, which takes lines that end without a carriage return.
		const end = /\n\r?\n/.exec(answer);
		if (end === null && bytes.length <= mostHeadBytes) return undefined;
		const code = /^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1];
		if (end === null || code === undefined) throw new Error('it answers with something that is no HTTP');
		// Before its length is looked at: a refusal has a page behind it.
		if (code === '407') throw new Error('it asks for a name and password (HTTP 407): put them into its URL');
		const words = `it does not connect us to ${authority} (HTTP ${code})`;
		if (!code.startsWith('2')) throw code.startsWith('5') ? new NotReached(words) : new Error(words);
		return end.index + end[0].length;
	});
}

function reason(cause: unknown): string {
	const {code, message} = cause as NodeJS.ErrnoException;
	if (code === 'ECONNREFUSED') return 'connection refused - is this its host and port?';
	if (code === 'ENOTFOUND') return 'no such host';
	if (code === 'ETIMEDOUT') return 'i/o timeout';
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'its certificate is for another host';
	if (code === 'EPROTO' || code?.startsWith('ERR_SSL_')) return 'it does not speak TLS';
	if (code?.includes('CERT') || code?.startsWith('UNABLE_TO_'))
		return 'nobody that is trusted vouches for its certificate';
	return code === undefined ? message : `it cannot be reached (${code})`;
}
