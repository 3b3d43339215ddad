import {BlockList, isIP} from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy on the way to an API server: the cluster's `proxy-url`, else HTTPS_PROXY or HTTP_PROXY (or their lower-case forms)
 * unless NO_PROXY exempts the server, by the rules of Go's net/http, which kubectl follows: the own machine is always exempt,
 * `example.com` exempts subdomains as well, `.example.com` only those, and an entry may have a port or be an address range.
 */
export function proxyFor(server: URL, proxyUrl: string | undefined, env: Environment): string | undefined {
	if (proxyUrl) return proxyUrl;
	const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
	const proxy = env[name] || env[name.toLowerCase()];
	if (!proxy || isExempt(server, env['NO_PROXY'] || env['no_proxy'] || '')) return undefined;
	return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function isExempt(server: URL, noProxy: string): boolean {
	const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
	const port = server.port || (server.protocol === 'https:' ? '443' : '80');
	if (host === 'localhost' || inRange(host, '127.0.0.0/8') || host === '::1') return true;
	return noProxy.split(',').some(entry => matches(entry.trim().toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: string): boolean {
	if (entry === '') return false;
	if (entry === '*') return true;
	if (entry.includes('/')) return inRange(host, entry);

	const [, bare = entry, entryPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
	if (entryPort !== undefined && entryPort !== port) return false;
	if (isIP(bare)) return bare === host;
	const domain = bare.replace(/^\*?\./, '');
	return host.endsWith(`.${domain}`) || (domain === bare && host === domain);
}

function inRange(host: string, range: string): boolean {
	const [network = '', bits = ''] = range.split('/');
	const version = isIP(network);
	if (version === 0 || isIP(host) !== version || !/^\d+$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) {
		return false;
	}

	const family = version === 4 ? 'ipv4' : 'ipv6';
	const list = new BlockList();
	list.addSubnet(network, Number(bits), family);
	return list.check(host, family);
}
