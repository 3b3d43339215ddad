import {request as plainRequest, type IncomingMessage, type RequestOptions} from 'node:http';
import {request as secureRequest} from 'node:https';
import {text} from 'node:stream/consumers';
import type {ConformanceServer} from './server.ts';

export interface ServerRequest {
	readonly method: string;
	/** From the root of the server on, with query. */
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly signal?: AbortSignal;
}

export interface ServerAnswer {
	readonly code: number;
	/** The value of a JSON answer, else its text. */
	readonly body: unknown;
	/** Texts of the `Warning` headers. */
	readonly warnings: readonly string[];
}

/** One request on a connection of its own, without any of the code under test. */
export async function send(server: ConformanceServer, request: ServerRequest): Promise<ServerAnswer> {
	const answer = await open(server, request);
	const said = await text(answer);
	const isJson = answer.headers['content-type']?.startsWith('application/json') === true;
	return {code: Number(answer.statusCode), body: isJson ? JSON.parse(said) : said, warnings: warningsOf(answer)};
}

/** The answer as it begins; its body is read by the caller. */
export async function open(server: ConformanceServer, request: ServerRequest): Promise<IncomingMessage> {
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	const url = new URL(server.url + request.path);
	const options: RequestOptions = {
		method: request.method,
		// Node frames the body of a DELETE only when it is told how long it is
		headers: {'content-length': Buffer.byteLength(request.body ?? ''), ...request.headers},
		agent: false,
		...(request.signal ? {signal: request.signal} : {}),
	};
	const sent =
		url.protocol === 'https:'
			? secureRequest(url, {...options, ca: server.authority}, resolve)
			: plainRequest(url, options, resolve);
	sent.on('error', reject);
	sent.end(request.body);
	return promise;
}

/** `299 - "text"`, as Kubernetes writes it. */
function warningsOf(answer: IncomingMessage): readonly string[] {
	const header = answer.headers['warning'];
	const lines = header === undefined ? [] : [header].flat();
	return lines.flatMap(line => [...line.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, said]) => said ?? ''));
}
