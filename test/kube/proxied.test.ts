import http from 'node:http';
import net, {type AddressInfo} from 'node:net';
import tls from 'node:tls';
import {describe, expect, it, onTestFinished} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import {isOutage} from '../../source/kube/connection-error.ts';
import {loadConnection, type Connection} from '../../source/kube/connection.ts';
import {openPortForward} from '../../source/kube/port-forward.ts';
import {configMaps} from '../../source/objects/resource.ts';
import {certificatePath, sendJson, serverTls, startServer} from './api-server.ts';
import {connectionTo, makeFiles, surroundings} from './surroundings.ts';

type Converse = (client: net.Socket, connectToTarget: () => void) => void;

/** A proxy that connects everything to `target`, after a conversation of its own with the client; it speaks TLS when told so. */
async function startProxy(target: string, converse: Converse, secure = false, address = '127.0.0.1') {
	const {hostname, port: targetPort} = new URL(target);
	const serve = (client: net.Socket) => {
		client.on('error', () => {});
		converse(client, () => {
			const upstream = net.connect(Number(targetPort), hostname);
			upstream.on('error', () => {});
			client.pipe(upstream).pipe(client);
		});
	};
	const proxy = secure ? tls.createServer(serverTls(), serve) : net.createServer(serve);
	await new Promise<void>(resolve => proxy.listen(0, address, resolve));
	onTestFinished(() => void proxy.close());
	const {port} = proxy.address() as AddressInfo;
	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** A conversation by HTTP CONNECT; what the client asks for goes into `asked`. */
function byConnect(asked: string[], answer = '200 Connection established'): Converse {
	return (client, connectToTarget) => {
		client.once('data', head => {
			const lines = head.toString().split('\r\n');
			asked.push(...lines.filter(line => /^(?:CONNECT|Proxy-Authorization)/.test(line)));
			client.write(`HTTP/1.1 ${answer}\r\n\r\n`);
			if (answer.startsWith('200')) connectToTarget();
			else client.end();
		});
	};
}

/** A conversation by SOCKS 5, with a password when there is one; what the client asks for goes into `asked`. */
function bySocks(asked: string[], {password, reply = 0}: {password?: string; reply?: number} = {}): Converse {
	return (client, connectToTarget) => {
		const answer = () =>
			client.once('data', request => {
				const length = request[3] === 3 ? (request[4] ?? 0) : request[3] === 1 ? 4 : 16;
				const from = request[3] === 3 ? 5 : 4;
				const host = request.subarray(from, from + length);
				asked.push(
					`${request[3] === 3 ? host.toString() : host.toString('hex')}:${request.readUInt16BE(from + length)}`,
				);
				client.write(Buffer.from([5, reply, 0, 1, 0, 0, 0, 0, 0, 0]));
				if (reply === 0) connectToTarget();
			});
		client.once('data', greeting => {
			if (password === undefined) {
				client.write(Buffer.from([5, 0]));
				answer();
				return;
			}

			client.write(Buffer.from([5, greeting.subarray(2).includes(2) ? 2 : 255]));
			client.once('data', login => {
				const name = login.subarray(2, 2 + (login[1] ?? 0)).toString();
				const given = login.subarray(3 + name.length).toString();
				asked.push(`${name} ${given}`);
				client.write(Buffer.from([1, given === password ? 0 : 1]));
				answer();
			});
		});
	};
}

async function startApi() {
	return startServer((_, response) => sendJson(response, {items: [], metadata: {resourceVersion: '7'}}), serverTls());
}

/** The connection to a server that only a proxy can reach. */
function behind(proxyUrl: string, server = 'https://api.test'): Connection {
	return {...connectionTo(server, {certificateAuthority: certificatePath('ca.crt')}), proxyUrl};
}

/** The connection by a kubeconfig with this proxy, and this environment. */
function loaded(proxyUrl: string | undefined, env: Readonly<Record<string, string>> = {}, server = 'https://api.test') {
	const cluster = {
		server,
		'certificate-authority': certificatePath('ca.crt'),
		...(proxyUrl && {'proxy-url': proxyUrl}),
	};
	const config = {
		clusters: [{name: 'c', cluster}],
		contexts: [{name: 'x', context: {cluster: 'c'}}],
		'current-context': 'x',
	};
	return loadConnection({kubeconfig: `${makeFiles({config: JSON.stringify(config)})}/config`}, surroundings(env));
}

async function versionSeenBy(connection: Connection): Promise<string> {
	return (await connect(connection, {version: '0'}).list(configMaps, 'n')).resourceVersion;
}

describe('behind a proxy, a cluster is reached', () => {
	it('by HTTP CONNECT', async () => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, byConnect(asked));
		expect(await versionSeenBy(behind(`http://${proxy}`))).toBe('7');
		expect(asked).toEqual(['CONNECT api.test:443 HTTP/1.1']);
	});

	it('by HTTP CONNECT with a password', async () => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, byConnect(asked));
		expect(await versionSeenBy(loaded(`http://jo%40n:p%3Ass@${proxy}`))).toBe('7');
		expect(asked).toEqual(['CONNECT api.test:443 HTTP/1.1', `Proxy-Authorization: Basic ${btoa('jo@n:p:ss')}`]);
	});

	it('by HTTP CONNECT inside TLS, which the authority of the cluster may vouch for', async () => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, byConnect(asked), true);
		expect(await versionSeenBy(loaded(`https://${proxy}`))).toBe('7');
		expect(asked).toEqual(['CONNECT api.test:443 HTTP/1.1']);
	});

	it('by HTTP CONNECT, by a proxy whose lines end as lines do', async () => {
		const {url} = await startApi();
		const proxy = await startProxy(url, (client, connectToTarget) => {
			client.once('data', () => {
				client.write('HTTP/1.0 200 OK\nVia: old\n\n');
				connectToTarget();
			});
		});
		expect(await versionSeenBy(behind(`http://${proxy}`))).toBe('7');
	});

	it('by an address of IPv6, and to one', async () => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, byConnect(asked), false, '::1');
		const connection = loaded(`http://${proxy}`, {}, 'https://[fd00::1]:6443');
		expect(await versionSeenBy({...connection, tls: {...connection.tls, serverName: 'api.test'}})).toBe('7');
		expect(asked).toEqual(['CONNECT [fd00::1]:6443 HTTP/1.1']);
	});

	it.each(['HTTP://PROXY', 'Http://PROXY/', 'hTTp://PROXY/path?query'])('when its URL is %s', async form => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, byConnect(asked));
		expect(await versionSeenBy(loaded(form.replace('PROXY', proxy)))).toBe('7');
		expect(asked).toEqual(['CONNECT api.test:443 HTTP/1.1']);
	});

	it.each<[string, (proxy: string) => Record<string, string>]>([
		['HTTPS_PROXY', proxy => ({HTTPS_PROXY: `HTTP://${proxy}`})],
		['https_proxy', proxy => ({https_proxy: `http://${proxy}`})],
		['HTTPS_PROXY without scheme', proxy => ({HTTPS_PROXY: proxy})],
	])('by the environment: %s', async (_, env) => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, byConnect(asked));
		expect(await versionSeenBy(loaded(undefined, env(proxy)))).toBe('7');
		expect(asked).toEqual(['CONNECT api.test:443 HTTP/1.1']);
	});

	it.each([
		['socks5', 'https://api.test', 'api.test:443'],
		['socks5h', 'https://api.test', 'api.test:443'],
		['SOCKS5', 'https://10.0.0.1:6443', '0a000001:6443'],
		['socks5', 'https://[fd00::1]:6443', 'fd000000000000000000000000000001:6443'],
	])('by %s to %s', async (scheme, server, expected) => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, bySocks(asked));
		const connection = loaded(`${scheme}://${proxy}`, {}, server);
		expect(await versionSeenBy({...connection, tls: {...connection.tls, serverName: 'api.test'}})).toBe('7');
		expect(asked).toEqual([expected]);
	});

	it('by SOCKS 5 with a password', async () => {
		const asked: string[] = [];
		const {url} = await startApi();
		const proxy = await startProxy(url, bySocks(asked, {password: 'p:ss'}));
		expect(await versionSeenBy(loaded(`socks5://joan:p%3Ass@${proxy}`))).toBe('7');
		expect(asked).toEqual(['joan p:ss', 'api.test:443']);
	});

	it('by SOCKS 5, also a server without TLS', async () => {
		const asked: string[] = [];
		const {url} = await startServer((_, response) => sendJson(response, {items: [], metadata: {resourceVersion: '8'}}));
		const proxy = await startProxy(url, bySocks(asked));
		expect(await versionSeenBy(loaded(`socks5://${proxy}`, {}, 'http://api.test'))).toBe('8');
		expect(asked).toEqual(['api.test:80']);
	});

	it('without TLS, by whole URLs', async () => {
		const asked: unknown[] = [];
		const proxy = http.createServer(({url, headers}, response) => {
			asked.push(url, headers['proxy-authorization'], headers.host);
			sendJson(response, {items: [], metadata: {resourceVersion: '9'}});
		});
		await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void proxy.close());
		const address = `HTTP://joan:p%3Ass@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
		expect(await versionSeenBy(loaded(address, {}, 'http://api.test/k8s'))).toBe('9');
		expect(asked).toEqual([
			'http://api.test/k8s/api/v1/namespaces/n/configmaps?limit=500',
			`Basic ${btoa('joan:p:ss')}`,
			'api.test',
		]);
	});

	it('also for a port of a pod', async () => {
		const asked: string[] = [];
		const {url} = await startServer((_, response) => response.writeHead(404).end(), serverTls());
		const proxy = await startProxy(url, byConnect(asked));
		await expect(openPortForward(loaded(`http://${proxy}`), 'n', 'pod', 80)).rejects.toThrow(
			'cannot forward to pod n/pod, port 80',
		);
		expect(asked).toEqual(['CONNECT api.test:443 HTTP/1.1']);
	});
});

describe('a proxy that does not connect us is named, without its password:', () => {
	it.each<[string, Converse, string]>([
		['it forbids', byConnect([], '403 Forbidden'), 'it does not connect us to api.test:443 (HTTP 403)'],
		[
			'it asks who we are',
			byConnect([], '407 Who'),
			'it asks for a name and password (HTTP 407): put them into its URL',
		],
		[
			'it asks who we are, with a page',
			client => client.once('data', () => client.end('HTTP/1.1 407 Who\r\nContent-Length: 2\r\n\r\nno')),
			'it asks for a name and password (HTTP 407): put them into its URL',
		],
		[
			'it forbids, with a page',
			client => client.once('data', () => client.end('HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno')),
			'it does not connect us to api.test:443 (HTTP 403)',
		],
		['it speaks no HTTP', client => client.end('hello\r\n\r\n'), 'it answers with something that is no HTTP'],
		['it closes', client => client.end(), 'it closed the connection'],
	])('%s', async (_, converse, reason) => {
		const proxy = await startProxy('http://127.0.0.1:1', converse);
		await expect(versionSeenBy(loaded(`http://joan:secret@${proxy}`))).rejects.toMatchObject({
			name: 'ConnectionError',
			message: `Unable to connect to the server: the proxy ${proxy}: ${reason}`,
		});
	});

	it.each<[string, Converse, string]>([
		['it refuses', bySocks([], {reply: 5}), 'it does not connect us to api.test: connection refused'],
		['the password is wrong', bySocks([], {password: 'other'}), 'it refuses the name and password of its URL'],
		['it speaks something else', client => client.end('HTTP/1.1 400'), 'it does not speak SOCKS 5'],
	])('SOCKS: %s', async (_, converse, reason) => {
		const proxy = await startProxy('http://127.0.0.1:1', converse);
		await expect(versionSeenBy(loaded(`socks5://joan:secret@${proxy}`))).rejects.toThrow(
			`Unable to connect to the server: the proxy ${proxy}: ${reason}`,
		);
	});

	it.each<[string, string, Converse, boolean]>([
		['the server is away', 'http', byConnect([], '502 Bad Gateway'), true],
		['the server is away', 'socks5', bySocks([], {reply: 5}), true],
		['it breaks off', 'http', client => client.end(), true],
		['it forbids', 'http', byConnect([], '403 Forbidden'), false],
		['it forbids', 'socks5', bySocks([], {reply: 2}), false],
		['it speaks no HTTP', 'http', client => client.end('hello\r\n\r\n'), false],
	])('that %s (%s) may be over at the next try, or not', async (_, scheme, converse, isPassing) => {
		const proxy = await startProxy('http://127.0.0.1:1', converse);
		const error: unknown = await versionSeenBy(loaded(`${scheme}://${proxy}`)).catch((failure: unknown) => failure);
		expect(isOutage(error)).toBe(isPassing);
	});

	it('nobody is there', async () => {
		await expect(versionSeenBy(loaded('http://127.0.0.1:1'))).rejects.toThrow(
			'Unable to connect to the server: the proxy 127.0.0.1:1: connection refused - is this its host and port?',
		);
	});

	it('nobody vouches for it', async () => {
		const proxy = await startProxy('http://127.0.0.1:1', byConnect([]), true);
		const connection = {...connectionTo('https://api.test'), proxyUrl: `https://${proxy}`};
		await expect(versionSeenBy(connection)).rejects.toThrow(
			`Unable to connect to the server: the proxy ${proxy}: nobody that is trusted vouches for its certificate`,
		);
	});
});

it.each([
	'ftp://proxy.test',
	'proxy.test:3128',
	'127.0.0.1:3128',
	'http://',
	'http:///',
	'socks4://proxy.test',
	'://proxy.test',
	'http://joan:secret%@proxy.test',
	'http://%FF:secret@proxy.test',
	'http://%C3:%A9@proxy.test',
	'http://joan:secret@proxy.test:port',
])('%s is refused, not bypassed', proxyUrl => {
	expect(() => loaded(proxyUrl)).toThrow(
		new Error(
			'cluster "c": proxy-url is no proxy that can be used: it must be http://, https:// or socks5://HOST:PORT',
		),
	);
});

it.each(['ftp://proxy.test:1', 'http://[::1', 'http://joan:secret@', 'socks4://proxy.test'])(
	'HTTPS_PROXY=%s is refused, not bypassed',
	proxy => {
		expect(() => loaded(undefined, {HTTPS_PROXY: proxy})).toThrow(
			new Error('HTTPS_PROXY is no proxy that can be used: it must be http://, https:// or socks5://HOST:PORT'),
		);
	},
);
