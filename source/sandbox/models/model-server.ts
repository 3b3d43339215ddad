import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {listenOnLoopback, type LoopbackServer} from './loopback.ts';
import {crash, type ModelReply, type ModelRequest} from './reply.ts';
import {answerV1} from './v1.ts';
import {answerV2, type Served} from './v2.ts';

interface ModelServerOptions extends Served {
	/** @default a free port */
	readonly port?: number;
}

/** More than any request of these models needs; a larger one is refused while it comes. */
const longestBody = 16 * 1024 * 1024;

/**
 * Serves a model on loopback over the protocols V2, as MLServer does, and V1, as KServe's scikit-learn server does. Rejects when
 * the port is taken.
 */
export async function startModelServer(options: ModelServerOptions): Promise<LoopbackServer> {
	// connections are kept for ever: a proxy's next request never meets a closing one
	const server = createServer({keepAliveTimeout: 0}, (request, response) => void answer(request, response, options));
	return listenOnLoopback(server, options.port);
}

async function answer(request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> {
	const {method = 'GET', url = '/', headers} = request;
	const [path = '/'] = url.split('?');
	let body;
	try {
		body = await bodyOf(request);
	} catch {
		// the client has left
		return;
	}

	if (body === undefined) {
		write(response, {status: 413, body: {detail: 'Request body too large'}});
		return;
	}

	const contentType = headers['content-type'] ?? '';
	write(response, replyTo({method, path, contentType, body}, served));
}

function replyTo(request: ModelRequest, served: Served): ModelReply {
	try {
		return request.path.startsWith('/v1') ? answerV1(request, served) : answerV2(request, served);
	} catch (error) {
		// JSON can be nested more deeply than the stack is
		if (error instanceof RangeError) return crash;
		throw error;
	}
}

/** A request's whole body; undefined when it is too long, and the rest of it is read and forgotten. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		length += chunk.length;
		if (length <= longestBody) chunks.push(chunk);
	}

	return length > longestBody ? undefined : Buffer.concat(chunks).toString('utf8');
}

function write(response: ServerResponse, {status, body, headers = {}}: ModelReply): void {
	const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
	const type =
		body === undefined
			? {}
			: {'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json'};
	response.writeHead(status, {server: 'uvicorn', 'content-length': Buffer.byteLength(text), ...type, ...headers});
	response.end(text);
}
