import {BlockList, isIP} from 'node:net';
import {domainToASCII} from 'node:url';
import {userInfoOf} from '../objects/user-info.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a proxy may speak. Both SOCKS leave it to the proxy to look names up, as with Go. */
const protocols = ['http:', 'https:', 'socks5:', 'socks5h:'];

/**
 * The proxy on the way to an API server: the cluster's `proxy-url`, else HTTPS_PROXY or HTTP_PROXY (or their lower-case forms)
 * unless NO_PROXY exempts the server, by the rules of Go's net/http, which kubectl follows. Throws for a proxy that is not
 * understood: to go without it would be to go where the user does not want to. `owner` names the cluster in errors.
 */
export function proxyFor(
	server: URL,
	proxyUrl: string | undefined,
	env: Environment,
	owner = 'the cluster',
): string | undefined {
	if (proxyUrl) return proxyAddress(URL.parse(proxyUrl), `${owner}: proxy-url`);
	const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
	const variable = env[name] ? name : name.toLowerCase();
	const proxy = env[variable];
	if (!proxy || isExempt(server, env['NO_PROXY'] || env['no_proxy'] || '')) return undefined;
	return proxyAddress(URL.parse(proxy.includes('://') ? proxy : `http://${proxy}`), variable);
}

/** In one form. The error does not tell the address, which may hold a password. */
function proxyAddress(url: URL | null, origin: string): string {
	// A password with a bare "/", "?" or "#" ends the host there, and its beginning would be told as a host's name.
	const isCut = url !== null && `${url.pathname}${url.search}${url.hash}`.includes('@');
	const isUsable = url !== null && !isCut && url.hostname !== '' && protocols.includes(url.protocol);
	if (!isUsable || userInfoOf(url) === undefined) {
		throw new Error(`${origin} is no proxy that can be used: it must be http://, https:// or socks5://HOST:PORT`);
	}

	const {protocol, username, password, host} = url;
	const userInfo = username === '' && password === '' ? '' : `${username}:${password}@`;
	return `${protocol}//${userInfo}${host}`;
}

/**
 * NO_PROXY (golang.org/x/net/http/httpproxy): the own machine is always exempt; `example.com` exempts subdomains as well,
 * `.example.com` only those; an entry may be an address or a range of them, and have a port. What is malformed exempts nothing.
 */
function isExempt(server: URL, noProxy: string): boolean {
	const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
	const port = server.port || (server.protocol === 'https:' ? '443' : '80');
	if (host === 'localhost' || inRange(host, '127.0.0.0/8') || inRange(host, '::1/128')) return true;
	return noProxy.split(',').some(entry => matches(entry.trim().toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: string): boolean {
	if (entry === '') return false;
	if (entry === '*') return true;
	if (/^[^/%]*\/\d+$/.test(entry) && isIP(entry.split('/', 1)[0] ?? '') !== 0) return inRange(host, entry);

	const [bare, entryPort] = splitPort(entry);
	if (bare === '' || (entryPort !== '' && entryPort !== port)) return false;
	if (isIP(bare) !== 0 && !bare.includes('%')) return inRange(host, `${bare}/${isIP(bare) === 4 ? 32 : 128}`);
	if (isIP(host) !== 0) return false;
	const domain = bare.startsWith('*.') ? bare.slice(1) : bare;
	const isItself = !domain.startsWith('.');
	const suffix = inAscii(isItself ? `.${domain}` : domain);
	return host.endsWith(suffix) || (isItself && host === suffix.slice(1));
}

function inAscii(suffix: string): string {
	const isAscii = Buffer.byteLength(suffix) === suffix.length;
	return isAscii ? suffix : `.${domainToASCII(suffix.slice(1))}`;
}

/** `host:port` or `[host]:port`; all of it is the host when it has neither form. */
function splitPort(entry: string): [host: string, port: string] {
	const [, bracketed, plain, port = ''] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:[\]]*)$/.exec(entry) ?? [];
	return [bracketed ?? plain ?? entry, port];
}

/** An address of IPv4 may be written as one of IPv6 (`::ffff:10.0.0.1`), but is in no other range of those. */
function inRange(host: string, range: string): boolean {
	const [network = '', bits = ''] = range.split('/');
	const version = isIP(network);
	if (version === 0 || isIP(host) === 0 || Number(bits) > (version === 4 ? 32 : 128)) return false;
	if (isOfV4(host) !== isOfV4(network)) return false;
	const list = new BlockList();
	list.addSubnet(network, Number(bits), version === 4 ? 'ipv4' : 'ipv6');
	return list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}

function isOfV4(address: string): boolean {
	return isIP(address) === 4 || /^::ffff:/i.test(address);
}
