import {once} from 'node:events';
import {connect as connectTcp, createServer as createTcpServer, type AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import {connect as connectTls} from 'node:tls';
import {expect, onTestFinished, test} from 'vitest';
import {connect} from '../../../source/kube/client.ts';
import type {Connection} from '../../../source/kube/connection.ts';
import {loadConnection} from '../../../source/kube/connection.ts';
import {openPortForward} from '../../../source/kube/port-forward.ts';
import type {Cluster, WatchEvent} from '../../../source/objects/cluster.ts';
import type {KubeObject} from '../../../source/objects/object.ts';
import {
	configMaps,
	inferenceServices,
	namespaces,
	pods,
	virtualServices,
	type Resource,
} from '../../../source/objects/resource.ts';
import {createApiServer, type ApiServer, type ApiServerOptions} from '../../../source/sandbox/api/api-server.ts';
import {eventually} from '../../helpers/eventually.ts';
import {makeFiles, surroundings} from '../../kube/surroundings.ts';

async function start(options: ApiServerOptions = {}): Promise<ApiServer> {
	const server = await createApiServer({namespaces: ['models'], ...options});
	onTestFinished(() => server.close());
	return server;
}

/** Our own client, by nothing but the kubeconfig. */
function connectionTo(server: ApiServer): Connection {
	const folder = makeFiles({config: server.kubeconfig()});
	return loadConnection({}, surroundings({KUBECONFIG: `${folder}/config`}));
}

function clientOf(server: ApiServer): Cluster {
	return connect(connectionTo(server), {version: 'test'});
}

function note(name: string, data: Record<string, string> = {}): KubeObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'models'}, data};
}

const model: KubeObject = {
	apiVersion: 'serving.kserve.io/v1beta1',
	kind: 'InferenceService',
	metadata: {name: 'wisdom-0', namespace: 'models', finalizers: ['iter8.tools/finalizer']},
	spec: {predictor: {model: {modelFormat: {name: 'sklearn'}, storageUri: 'gs://one'}}},
};

test('our client reads and writes what the store has', async () => {
	const server = await start();
	const client = clientOf(server);
	const created = await client.create(configMaps, note('a', {x: '1'}), {fieldManager: 'me'});
	expect(server.store.get(configMaps, 'models', 'a')).toEqual(created);
	server.store.put(note('b'));
	const {items} = await client.list(configMaps, 'models');
	expect(items.map(({kind, metadata}) => `${kind} ${metadata.name}`)).toEqual(['ConfigMap a', 'ConfigMap b']);
	await expect(client.create(configMaps, note('a'))).rejects.toMatchObject({reason: 'AlreadyExists'});
	await expect(client.get(configMaps, 'models', 'none')).rejects.toMatchObject({reason: 'NotFound'});
	await expect(
		client.list({group: 'serving.knative.dev', version: 'v1', plural: 'revisions', kind: 'Revision'}, 'models'),
	).rejects.toMatchObject({reason: 'ResourceMissing'});
});

test('a watch tells of writes by clients and controllers, and of what has been deleted', async () => {
	const server = await start();
	const client = clientOf(server);
	const {resourceVersion} = await client.list(inferenceServices, undefined);
	await client.create(inferenceServices, model);
	server.store.setStatus(inferenceServices, 'models', 'wisdom-0', {url: 'http://wisdom-0'});
	await client.delete(inferenceServices, 'models', 'wisdom-0');
	await client.patch(inferenceServices, 'models', 'wisdom-0', [{op: 'remove', path: '/metadata/finalizers'}]);
	const ending = new AbortController();
	const seen: WatchEvent[] = [];
	for await (const event of client.watch(inferenceServices, undefined, {resourceVersion, signal: ending.signal})) {
		seen.push(event);
		if (event.type === 'DELETED') ending.abort();
	}

	expect(seen.map(({type, object}) => [type, object.metadata.generation, object['status'] ?? null])).toEqual([
		['ADDED', 1, null],
		['MODIFIED', 1, {url: 'http://wisdom-0'}],
		['MODIFIED', 2, {url: 'http://wisdom-0'}],
		['DELETED', 2, {url: 'http://wisdom-0'}],
	]);
});

test('watches in two versions, and with a selector, tell one change each in its own way', async () => {
	const server = await start();
	const client = clientOf(server);
	const resourceVersion = String(server.store.version);
	const route = (track: string): KubeObject => ({
		apiVersion: 'networking.istio.io/v1beta1',
		kind: 'VirtualService',
		metadata: {name: 'wisdom', namespace: 'models', labels: {track}},
	});
	const ending = new AbortController();
	onTestFinished(() => ending.abort());
	const first = async (resource: Resource, labelSelector: string): Promise<string> => {
		const options = {resourceVersion, labelSelector, signal: ending.signal};
		for await (const {type, object} of client.watch(resource, 'models', options)) {
			if (object.metadata.labels?.['track'] === 'b') return `${type} ${object.apiVersion}`;
		}

		return 'nothing';
	};
	const told = [
		first(virtualServices, ''),
		first({...virtualServices, version: 'v1'}, ''),
		first(virtualServices, 'track=b'),
	];
	server.store.put(route('a'));
	server.store.put(route('b'));
	expect(await Promise.all(told)).toEqual([
		'MODIFIED networking.istio.io/v1beta1',
		'MODIFIED networking.istio.io/v1',
		'ADDED networking.istio.io/v1beta1',
	]);
});

test('the pages of a list are one state, and a page of a state that is forgotten is refused', async () => {
	const server = await start();
	for (const name of ['a', 'b', 'c']) server.store.put(note(name));
	const page = async (query: string) => json(server, `/api/v1/namespaces/models/configmaps?limit=2${query}`);
	const first = (await page('')) as List;
	server.store.put(note('bb'));
	server.store.remove(configMaps, 'models', 'c');
	const token = first.metadata.continue ?? '';
	const second = (await page(`&continue=${token}`)) as List;
	expect([first, second].map(({items}) => items.map(({metadata}) => metadata.name))).toEqual([['a', 'b'], ['c']]);
	expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);

	server.store.history.compact(server.store.version);
	const late = (await page(`&continue=${token}`)) as List & {readonly reason: string};
	expect(late.reason).toBe('Expired');
	const rest = (await page(`&continue=${late.metadata.continue}`)) as List;
	expect(rest.items.map(({metadata}) => metadata.name)).toEqual(['bb']);
});

test('a namespace takes its content along, and waits for the finalizers in it', async () => {
	const server = await start();
	const client = clientOf(server);
	server.store.put(note('a'));
	await client.create(inferenceServices, model);
	await client.delete(namespaces, undefined, 'models');
	await eventually(() => expect(server.store.list(configMaps, 'models').items).toEqual([]));
	expect(server.store.get(namespaces, undefined, 'models')?.['status']).toEqual({phase: 'Terminating'});
	await expect(client.create(configMaps, note('late'))).rejects.toMatchObject({reason: 'Forbidden'});
	await client.patch(inferenceServices, 'models', 'wisdom-0', [{op: 'remove', path: '/metadata/finalizers'}]);
	await eventually(() => expect(server.store.get(namespaces, undefined, 'models')).toBeUndefined());
	await expect(client.create(configMaps, note('late'))).rejects.toMatchObject({reason: 'NotFound'});
});

test('a port of a pod is forwarded to where the sandbox says that it answers', async () => {
	const upstream = createTcpServer(socket => {
		socket.on('data', chunk => {
			socket.write(chunk);
			if (String(chunk).endsWith('end')) socket.end();
		});
	});
	upstream.listen(0, '127.0.0.1');
	await once(upstream, 'listening');
	onTestFinished(() => void upstream.close());
	const {port} = upstream.address() as AddressInfo;
	const server = await start({
		portForwardTarget: (...where) => (where.join() === 'models,gateway-0,8080' ? port : undefined),
	});
	server.store.put({apiVersion: 'v1', kind: 'Pod', metadata: {name: 'gateway-0', namespace: 'models'}});
	const connection = connectionTo(server);

	const stream = await openPortForward(connection, 'models', 'gateway-0', 8080);
	const long = 'x'.repeat(200_000);
	stream.write(long);
	stream.write('end');
	expect(await text(stream)).toBe(`${long}end`);

	const refused = await openPortForward(connection, 'models', 'gateway-0', 81);
	await expect(text(refused)).rejects.toThrow(
		'cannot forward to pod models/gateway-0, port 81: an error occurred forwarding 81: failed to connect to localhost:81: connect: connection refused',
	);
	await expect(openPortForward(connection, 'models', 'gateway-1', 8080)).rejects.toMatchObject({reason: 'NotFound'});
	await expect(
		openPortForward({...connection, impersonation: {'Impersonate-User': 'bob'}}, 'models', 'gateway-0', 8080),
	).rejects.toMatchObject({reason: 'Forbidden'});
});

test('only the token opens, and who is impersonated may do nothing', async () => {
	const server = await start();
	const path = '/api/v1/namespaces/models/configmaps';
	expect(await json(server, path, {authorization: 'Bearer wrong'})).toMatchObject({code: 401, message: 'Unauthorized'});
	const say = async (headers: Record<string, string>) =>
		((await json(server, path, headers)) as {message: string}).message;
	expect(await say({})).toBe(
		'configmaps is forbidden: User "system:anonymous" cannot list resource "configmaps" in API group "" in the namespace "models"',
	);
	expect(await say({authorization: `Bearer ${server.token}`, 'impersonate-user': 'bob'})).toBe(
		'configmaps is forbidden: User "bob" cannot list resource "configmaps" in API group "" in the namespace "models"',
	);
	expect(await json(server, '/version', {})).toMatchObject({major: '1', minor: '36'});
});

test.each([
	['GET // HTTP/1.1', '404'],
	['GET /api/v1/namespaces/%zz/configmaps HTTP/1.1', '400'],
	['OPTIONS * HTTP/1.1', '404'],
])('%s is answered, and the server lives on', async (line, code) => {
	const server = await start();
	const answer = await raw(
		server,
		`${line}\r\nHost: x\r\nUser-Agent: curl/8\r\nAuthorization: Bearer ${server.token}\r\nConnection: close\r\n\r\n`,
	);
	expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${code} `));
	expect(await json(server, '/version', {})).toMatchObject({major: '1'});
});

test('a body that is too large is read to its end and refused', async () => {
	const client = clientOf(await start());
	await expect(client.create(configMaps, note('big', {a: 'x'.repeat(4 * 2 ** 20)}))).rejects.toMatchObject({
		code: 413,
		message: 'Request entity too large: limit is 3145728',
	});
});

test('a port in use is the error of listen', async () => {
	const {url} = await start();
	await expect(createApiServer({port: Number(new URL(url).port)})).rejects.toMatchObject({code: 'EADDRINUSE'});
});

test('the end of the server is the end of its watches', async () => {
	const server = await createApiServer();
	const client = clientOf(server);
	const {resourceVersion} = await client.list(virtualServices, undefined);
	const watch = client.watch(virtualServices, undefined, {resourceVersion})[Symbol.asyncIterator]();
	const ended = watch.next().then(
		({done}) => done,
		() => true,
	);
	await eventually(async () => void (await client.list(pods, undefined)));
	await server.close();
	expect(await ended).toBe(true);
	const {port} = new URL(server.url);
	const [error] = (await once(connectTcp(Number(port), '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
	expect(error.code).toBe('ECONNREFUSED');
});

interface List {
	readonly metadata: {readonly resourceVersion: string; readonly continue?: string};
	readonly items: readonly KubeObject[];
}

async function json(
	server: ApiServer,
	path: string,
	headers: Readonly<Record<string, string>> = {authorization: `Bearer ${server.token}`},
): Promise<unknown> {
	const lines = Object.entries({...headers, host: 'x', connection: 'close'}).map(
		([name, value]) => `${name}: ${value}`,
	);
	const answer = await raw(server, [`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
	return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
}

async function raw({url, authority}: ApiServer, request: string): Promise<string> {
	const socket = connectTls({host: '127.0.0.1', port: Number(new URL(url).port), ca: authority});
	socket.write(request);
	return text(socket);
}
