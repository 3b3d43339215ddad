import type {ApplyOptions, Cluster, WriteOptions} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import {answerBound} from './answer.ts';
import {apiPath, query} from './api-path.ts';
import {Comeback} from './comeback.ts';
import type {Connection} from './connection.ts';
import {list} from './list.ts';
import type {Request} from './request.ts';
import {createTransport, type Transport} from './transport.ts';
import {wait as realWait, type Wait} from './wait.ts';
import {watchEvents} from './watch.ts';

interface ConnectOptions {
	/** Version of this program, for the User-Agent. */
	readonly version: string;
	/** How to wait before a request that the server was too busy for (429) is sent again. */
	readonly wait?: Wait;
	/** Milliseconds of silence after which a watch is given up. @default 75 s */
	readonly longestSilenceMs?: number;
}

/** The API server sends each watch a bookmark about every minute ("Kubernetes API Concepts", watch bookmarks). */
const beyondBookmarks = 75_000;

/** The cluster behind a connection. Opens no socket before the first request; idle ones do not keep the process alive. */
export function connect(
	connection: Connection,
	{version, wait = realWait, longestSilenceMs = beyondBookmarks}: ConnectOptions,
): Cluster {
	const comeback = new Comeback();
	const transport = createTransport(connection, version, wait, comeback);

	const write = writer(transport);
	return {
		server: connection.server,
		nextAnswer: signal => comeback.next(signal),
		async get(resource, namespace, name, signal) {
			const path = apiPath(resource, namespace, name);
			return (await transport.json({method: 'GET', path, resource, signal})) as KubeObject;
		},
		list(resource, namespace, options = {}) {
			return list(transport, resource, namespace, options);
		},
		async *watch(resource, namespace, {resourceVersion, labelSelector, fieldSelector, signal}) {
			const path =
				apiPath(resource, namespace) + query({...watchParameters(), resourceVersion, labelSelector, fieldSelector});
			const request: Request = {method: 'GET', path, resource, signal, stream: {longestSilenceMs}};
			const answer = await transport.open(request);
			yield* watchEvents(answer, connection.server, answerBound(connection, request), signal);
		},
		create(resource, object, options = {}) {
			return write('POST', resource, object.metadata.namespace, undefined, object, options);
		},
		replace(resource, object, options = {}) {
			const {namespace, name} = object.metadata;
			return write('PUT', resource, namespace, name, object, options);
		},
		apply(resource, object, options) {
			const {namespace, name} = object.metadata;
			return write('PATCH', resource, namespace, name, object, options, 'application/apply-patch+yaml');
		},
		patch(resource, namespace, name, operations, options = {}) {
			return write('PATCH', resource, namespace, name, operations, options, 'application/json-patch+json');
		},
		async delete(resource, namespace, name, {propagationPolicy = 'Background', uid, ...options} = {}) {
			const body = {
				apiVersion: 'v1',
				kind: 'DeleteOptions',
				propagationPolicy,
				...(uid !== undefined && {preconditions: {uid}}),
			};
			await write('DELETE', resource, namespace, name, body, options);
		},
	};
}

function watchParameters() {
	// Spread, so that the watches of many clients do not all end at once.
	const timeoutSeconds = 300 + Math.floor(Math.random() * 300);
	return {watch: true, allowWatchBookmarks: true, timeoutSeconds};
}

/** Writes a body under the options that all writes share; answers with the object as stored. */
type Write = (
	method: Request['method'],
	resource: Resource,
	namespace: string | undefined,
	name: string | undefined,
	body: unknown,
	options: WriteOptions | ApplyOptions,
	type?: string,
) => Promise<KubeObject>;

function writer(transport: Transport): Write {
	return async (method, resource, namespace, name, body, options, type = 'application/json') => {
		const parameters = {
			fieldManager: options.fieldManager,
			dryRun: options.dryRun ? 'All' : undefined,
			force: 'force' in options && options.force,
		};
		const answer = await transport.json({
			method,
			path: apiPath(resource, namespace, name) + query(parameters),
			resource,
			headers: {'Content-Type': type},
			body: JSON.stringify(body),
			signal: options.signal,
			guard: options.guard,
		});
		return answer as KubeObject;
	};
}
