import type {ServerResponse} from 'node:http';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {connect} from '../../source/kube/client.ts';
import type {Cluster} from '../../source/objects/cluster.ts';
import {configMaps, namespaces, virtualServices} from '../../source/objects/resource.ts';
import {sendJson, startServer, type Answer} from './api-server.ts';
import {connectionTo} from './surroundings.ts';

async function start(answer: Answer, path = '') {
	const {url, received} = await startServer(answer);
	const cluster = connect(connectionTo(url + path), {version: '1.2.3', wait: async () => {}});
	return {cluster, received, url};
}

const object = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'n'}};

describe('connect', () => {
	it('asks the server with the right method, address, type and body', async () => {
		const {cluster, received} = await start((_, response) => sendJson(response, object));
		const vs = {
			apiVersion: 'networking.istio.io/v1beta1',
			kind: 'VirtualService',
			metadata: {name: 'a', namespace: 'n'},
		};
		const test = {op: 'test', path: '/x', value: 1} as const;

		await cluster.get(configMaps, 'n', 'a');
		await cluster.get(namespaces, undefined, 'a b');
		await cluster.create(virtualServices, vs, {fieldManager: 'me', dryRun: true});
		await cluster.replace(virtualServices, vs);
		await cluster.apply(virtualServices, vs, {fieldManager: 'me', force: true});
		await cluster.patch(virtualServices, 'n', 'a', [test]);
		await cluster.delete(virtualServices, 'n', 'a', {uid: 'u', dryRun: true});

		const collection = '/apis/networking.istio.io/v1beta1/namespaces/n/virtualservices';
		expect(received.map(({method, url, headers, body}) => [method, url, headers['content-type'], body])).toEqual([
			['GET', '/api/v1/namespaces/n/configmaps/a', undefined, ''],
			['GET', '/api/v1/namespaces/a%20b', undefined, ''],
			['POST', `${collection}?fieldManager=me&dryRun=All`, 'application/json', JSON.stringify(vs)],
			['PUT', `${collection}/a`, 'application/json', JSON.stringify(vs)],
			['PATCH', `${collection}/a?fieldManager=me&force=true`, 'application/apply-patch+yaml', JSON.stringify(vs)],
			['PATCH', `${collection}/a`, 'application/json-patch+json', JSON.stringify([test])],
			[
				'DELETE',
				`${collection}/a?dryRun=All`,
				'application/json',
				'{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background","preconditions":{"uid":"u"}}',
			],
		]);
	});

	it.each(['', '.', '..', 'a/b', 'a%2fb'])(
		'asks for nothing by the name %j, which would be another path',
		async name => {
			const {cluster, received} = await start((_, response) => sendJson(response, object));
			const refused = expect.objectContaining({message: expect.stringContaining(`invalid ConfigMap name "${name}"`)});
			await expect(cluster.get(configMaps, 'n', name)).rejects.toEqual(refused);
			await expect(cluster.delete(configMaps, 'n', name)).rejects.toEqual(refused);
			await expect(cluster.list(configMaps, name)).rejects.toThrow(`invalid namespace "${name}"`);
			expect(received).toEqual([]);
		},
	);

	it('says who it is and what it accepts', async () => {
		const {cluster, received} = await start((_, response) => sendJson(response, object));
		await cluster.get(configMaps, 'n', 'a');
		expect(received[0]?.headers).toMatchObject({
			accept: 'application/json',
			'user-agent': `kubectl-iter8/1.2.3 (${process.platform}/${process.arch})`,
		});
	});

	it('keeps the path of the server address', async () => {
		const {cluster, received} = await start((_, response) => sendJson(response, object), '/k8s/clusters/c-1');
		await cluster.get(configMaps, 'n', 'a');
		expect(received[0]?.url).toBe('/k8s/clusters/c-1/api/v1/namespaces/n/configmaps/a');
	});

	it('sends requests one after the other over one connection, deletions with their body included', async () => {
		const ports = new Set<number | undefined>();
		const {cluster} = await start((_, response) => {
			ports.add(response.socket?.remotePort);
			sendJson(response, object);
		});
		for (let i = 0; i < 5; i++) await cluster.delete(configMaps, 'n', 'a');
		expect(ports.size).toBe(1);
	});

	it('sends what only reads once more when the server has just closed the kept connection', async () => {
		const {cluster, received} = await start((_, response, count) => {
			if (count === 2) response.socket?.resetAndDestroy();
			else sendJson(response, object);
		});
		await cluster.get(configMaps, 'n', 'a');
		await cluster.get(configMaps, 'n', 'a');
		expect(received).toHaveLength(3);
	});

	it('sends nothing again when the connection breaks in the middle of an answer', async () => {
		const {cluster, received} = await start((_, response, count) => {
			if (count !== 2) return sendJson(response, object);
			response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': '1000'});
			response.write('{"kind":', () => response.socket?.resetAndDestroy());
		});
		await cluster.get(configMaps, 'n', 'a');
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toThrow('was lost');
		await cluster.get(configMaps, 'n', 'b');
		expect(received.map(({url}) => url.at(-1))).toEqual(['a', 'a', 'b']);
	});
});

describe('list', () => {
	const item = (name: string) => ({metadata: {name, namespace: 'n', resourceVersion: '1'}});
	const whole = (name: string) => ({apiVersion: 'v1', kind: 'ConfigMap', ...item(name)});
	const page = (names: string[], next?: string) => ({
		kind: 'ConfigMapList',
		apiVersion: 'v1',
		metadata: {resourceVersion: '42', continue: next},
		items: names.map(item),
	});

	it('reads all pages, and fills in the kind that the items of a list lack', async () => {
		const pages = [page(['a', 'b'], 'next/1'), page(['c'], 'next/2'), page(['d'])];
		const {cluster, received} = await start((_, response, count) => sendJson(response, pages[count - 1]));
		const options = {labelSelector: 'a in (b,c)', fieldSelector: 'metadata.name=a'};

		expect(await cluster.list(configMaps, undefined, options)).toEqual({
			items: ['a', 'b', 'c', 'd'].map(whole),
			resourceVersion: '42',
		});
		const selection = 'labelSelector=a%20in%20(b%2Cc)&fieldSelector=metadata.name%3Da';
		expect(received.map(({url}) => url)).toEqual([
			`/api/v1/configmaps?${selection}&limit=500`,
			`/api/v1/configmaps?${selection}&limit=500&continue=next%2F1`,
			`/api/v1/configmaps?${selection}&limit=500&continue=next%2F2`,
		]);
	});

	it('starts over in one piece when a page has expired', async () => {
		const {cluster, received} = await start((_, response, count) => {
			if (count === 1) sendJson(response, page(['a', 'b'], 'next'));
			else if (count === 2) sendJson(response, status410, 410);
			else sendJson(response, page(['b', 'c']));
		});
		const status410 = {kind: 'Status', code: 410, reason: 'Expired', message: 'too old'};

		expect((await cluster.list(configMaps, 'n')).items).toEqual([whole('b'), whole('c')]);
		expect(received.at(-1)?.url).toBe('/api/v1/namespaces/n/configmaps');
	});

	it('reads an answer that the server has zipped', async () => {
		const {cluster} = await start((_, response) => {
			response.writeHead(200, {'Content-Type': 'application/json', 'Content-Encoding': 'gzip'});
			response.end(gzipSync(JSON.stringify(page(['é']))));
		});
		expect((await cluster.list(configMaps, 'n')).items).toEqual([whole('é')]);
	});

	/** Too large, once it is unzipped. */
	function sendTooMuch(response: ServerResponse): void {
		response.writeHead(200, {'Content-Encoding': 'gzip'});
		response.end(gzipSync(Buffer.alloc(65 * 2 ** 20, ' '), {level: 1}));
	}

	it('asks again for smaller pages when one is too large, zipped or not', async () => {
		const pages = [page(['a'], 'next/1'), page(['b'], 'next/2'), page(['c'])];
		const {cluster, received} = await start(({url}, response) => {
			const limit = Number(new URL(url, 'http://x').searchParams.get('limit'));
			if (limit > 8) sendTooMuch(response);
			else sendJson(response, pages.shift());
		});

		expect((await cluster.list(configMaps, 'n')).items).toEqual(['a', 'b', 'c'].map(whole));
		expect(received.map(({url}) => new URL(url, 'http://x').search)).toEqual([
			'?limit=500',
			'?limit=63',
			'?limit=8',
			'?limit=16&continue=next%2F1',
			'?limit=2&continue=next%2F1',
			'?limit=4&continue=next%2F2',
		]);
	});

	it('asks for larger pages again once the large objects are behind it', async () => {
		const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
		const pages = names.map((name, index) => page([name], names[index + 1]));
		const {cluster, received} = await start(({url}, response) => {
			const isFirst = !url.includes('continue');
			if (isFirst && !url.includes('limit=8')) sendTooMuch(response);
			else sendJson(response, pages.shift());
		});

		expect((await cluster.list(configMaps, 'n')).items).toEqual(names.map(whole));
		const limits = received.map(({url}) => Number(new URL(url, 'http://x').searchParams.get('limit')));
		expect(limits).toEqual([500, 63, 8, 16, 32, 64, 128, 256, 500, 500]);
	});
});

describe('what is no list', () => {
	it.each([
		['of another kind', {kind: 'APIVersions', apiVersion: 'v1', metadata: {}, versions: []}],
		['without items, of no kind', {metadata: {resourceVersion: '1'}}],
		['whose items are a map', {kind: 'ConfigMapList', apiVersion: 'v1', metadata: {}, items: {}}],
		['of things that are no objects', {kind: 'ConfigMapList', apiVersion: 'v1', metadata: {}, items: [null, 5]}],
	])('is not taken for an empty one: an answer %s', async (_, body) => {
		const {url} = await startServer((_request, response) => sendJson(response, body));
		const listing = connect(connectionTo(url), {version: '0'}).list(configMaps, 'n');
		await expect(listing).rejects.toMatchObject({
			name: 'ConnectionError',
			message: 'what answers about configmaps is no list of objects',
		});
	});

	it('is not one without items', async () => {
		const body = {kind: 'ConfigMapList', apiVersion: 'v1', metadata: {resourceVersion: '4'}};
		const {url} = await startServer((_request, response) => sendJson(response, body));
		const listing = connect(connectionTo(url), {version: '0'}).list(configMaps, 'n');
		expect(await listing).toEqual({items: [], resourceVersion: '4'});
	});
});

describe('an answer', () => {
	/** Brings a body until the client leaves. */
	const endless: Answer = (_, response) => {
		const fill = (): void => {
			while (!response.destroyed && response.write(Buffer.alloc(2 ** 20, 'a')));
		};
		response.on('drain', fill);
		fill();
	};
	const tooLarge = (url: string) => ({
		name: 'ConnectionError',
		message: `what ${new URL(url).host} answers about configmaps is larger than 16 MiB: look whether this is the address of a Kubernetes API server`,
	});

	it('that does not end is cut off', async () => {
		const {cluster, url} = await start(endless);
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toMatchObject(tooLarge(url));
		await expect(cluster.apply(configMaps, object, {fieldManager: 'me'})).rejects.toMatchObject(tooLarge(url));
	});

	it('that is small and becomes large is not unzipped to its end', async () => {
		const bomb = gzipSync(Buffer.alloc(17 * 2 ** 20, ' '), {level: 1});
		const {cluster, url} = await start((_, response) => {
			response.writeHead(200, {'Content-Encoding': 'gzip'});
			response.end(bomb);
		});
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toMatchObject(tooLarge(url));
	});

	it('that says it is zipped and is not breaks the connection, in words', async () => {
		const {cluster, url} = await start((_, response) => {
			response.writeHead(200, {'Content-Encoding': 'gzip'});
			response.end('{}');
		});
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toMatchObject({
			name: 'ConnectionError',
			message: `Unable to connect to the server: ${new URL(url).host} sent a zipped answer that is broken`,
		});
	});

	it('that is an error without end is told by its code', async () => {
		const {cluster} = await start((request, response, count) => {
			response.writeHead(503);
			endless(request, response, count);
		});
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toMatchObject({
			name: 'ApiError',
			code: 503,
			message: 'the server answered with HTTP 503 ServiceUnavailable',
		});
	});

	it('with an object of all that etcd takes, each byte escaped, is read', async () => {
		const large = {...object, data: {text: '\u0001'.repeat(1.5 * 2 ** 20)}};
		const {cluster} = await start((_, response) => sendJson(response, large));
		expect(await cluster.get(configMaps, 'n', 'a')).toEqual(large);
	});
});

describe('a request', () => {
	const abortReason = new Error('enough');

	it('ends with the reason of its signal', async () => {
		const stop = new AbortController();
		const {cluster} = await start(() => stop.abort(abortReason));
		await expect(cluster.get(configMaps, 'n', 'a', stop.signal)).rejects.toBe(abortReason);
		await expect(cluster.get(configMaps, 'n', 'a', stop.signal)).rejects.toBe(abortReason);
	});

	it('ends with the reason of its signal in the middle of an answer', async () => {
		const stop = new AbortController();
		const {cluster} = await start((_, response) => {
			response.write('{"apiVersion":');
			setImmediate(() => stop.abort(abortReason));
		});
		await expect(cluster.get(configMaps, 'n', 'a', stop.signal)).rejects.toBe(abortReason);
	});

	it.each<[string, Answer]>([
		['at all', () => {}],
		['to the end', (_, response) => response.write('{')],
	])('is given up when the server does not answer %s in time', async (_, answer) => {
		const {url} = await startServer(answer);
		const cluster: Cluster = connect(connectionTo(url, {requestTimeoutMs: 20}), {version: '0'});
		await expect(cluster.get(configMaps, 'n', 'a')).rejects.toMatchObject({
			name: 'ConnectionError',
			message: 'Unable to connect to the server: no answer within 0.02 s',
		});
	});
});
