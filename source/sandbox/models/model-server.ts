import {createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import {binaryHeader} from '../../inference/gateway.ts';
import {listenOnLoopback, type LoopbackServer} from './loopback.ts';
import {answerOpenai} from './openai.ts';
import {crash, type ModelReply, type ModelRequest, type TimedEvent} from './reply.ts';
import type {TextModel} from './text-model.ts';
import {answerV1} from './v1.ts';
import {answerV2, type Served} from './v2.ts';

/** What a server serves: a classifier, or a model that answers with words. */
type ServedModel = Served | (Omit<Served, 'model'> & {readonly text: TextModel});

type ModelServerOptions = ServedModel & {
	/** @default a free port */
	readonly port?: number;
};

/** More than any request of these models needs; a larger one is refused while it comes. */
const longestBody = 16 * 1024 * 1024;

/**
 * Serves a model on loopback: a classifier over the protocols V2, as MLServer does, and V1, as KServe's scikit-learn server does;
 * one that answers with words over OpenAI's. Rejects when the port is taken.
 */
export async function startModelServer(options: ModelServerOptions): Promise<LoopbackServer> {
	// connections are kept for ever: a proxy's next request never meets a closing one
	const server = createServer({keepAliveTimeout: 0}, (request, response) => void answer(request, response, options));
	return listenOnLoopback(server, options.port);
}

async function answer(request: IncomingMessage, response: ServerResponse, served: ServedModel): Promise<void> {
	const start = performance.now();
	let bytes;
	try {
		bytes = await bodyOf(request);
	} catch {
		// the client has left
		return;
	}

	const reply = bytes === undefined ? tooLarge : replyTo(requestOf(request, bytes), served);
	if (reply.events) await writeEvents(response, reply.events, start);
	else {
		await until(start + (reply.afterMs ?? 0));
		write(response, reply);
	}
}

const tooLarge: ModelReply = {status: 413, body: {detail: 'Request body too large'}};

/** A request, its JSON and its binary tensors apart. */
function requestOf({method = 'GET', url = '/', headers}: IncomingMessage, bytes: Buffer): ModelRequest {
	const [path = '/'] = url.split('?');
	const length = headers[binaryHeader];
	const isBinary = typeof length === 'string' && /^\d{1,9}$/.test(length);
	const end = isBinary ? Number(length) : bytes.length;
	return {
		method,
		path,
		contentType: headers['content-type'] ?? '',
		body: bytes.subarray(0, end).toString('utf8'),
		...(isBinary && {binary: bytes.subarray(end)}),
	};
}

function replyTo(request: ModelRequest, served: ServedModel): ModelReply {
	try {
		if ('text' in served) return answerOpenai(request, served);
		return request.path.startsWith('/v1') ? answerV1(request, served) : answerV2(request, served);
	} catch (error) {
		// JSON can be nested more deeply than the stack is
		if (error instanceof RangeError) return crash;
		throw error;
	}
}

/** A request's whole body; undefined when it is too long, and the rest of it is read and forgotten. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length <= longestBody) chunks.push(chunk);
	}

	return length > longestBody ? undefined : Buffer.concat(chunks);
}

/** Sleeps until a time of `performance.now()`; does not, where that is past. */
async function until(time: number): Promise<void> {
	const left = time - performance.now();
	if (left > 0) await delay(left);
}

async function writeEvents(response: ServerResponse, events: readonly TimedEvent[], start: number): Promise<void> {
	response.writeHead(200, {server: 'uvicorn', 'content-type': 'text/event-stream; charset=utf-8'});
	response.flushHeaders();
	for (const {afterMs, data} of events) {
		await until(start + afterMs);
		if (response.destroyed) return;
		response.write(`data: ${data}\n\n`);
	}

	response.end();
}

function write(response: ServerResponse, {status, body, binary, headers = {}}: ModelReply): void {
	const text = Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
	const whole = binary === undefined ? text : Buffer.concat([text, binary]);
	const type = binary === undefined ? contentType(body) : {...octets, [binaryHeader]: text.length};
	response.writeHead(status, {server: 'uvicorn', 'content-length': whole.length, ...type, ...headers});
	response.end(whole);
}

const octets = {'content-type': 'application/octet-stream'};

function contentType(body: unknown): OutgoingHttpHeaders {
	if (body === undefined) return {};
	return {'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json'};
}
