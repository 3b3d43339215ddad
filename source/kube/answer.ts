import type {IncomingMessage} from 'node:http';
import {boundedBytes, TooLarge, type Bound} from '../objects/bounded.ts';
import {connectionError} from './connection-error.ts';
import type {Connection} from './connection.ts';
import type {Request} from './request.ts';

/**
 * More than an API server has to say of one object: etcd takes 1.5 MiB, of which each byte may become six in JSON (`\u003c`). A
 * smaller bound would let whoever may write such an object stop all who watch its kind.
 */
export const mostObjectBytes = 16 * 2 ** 20;

/** What an answer may have, and a line of a watch. */
export function answerBound({server}: Connection, {resource, mostBytes = mostObjectBytes}: Request): Bound {
	const {host} = new URL(server);
	return {
		mostBytes,
		what: `what ${host} answers about ${resource.plural}`,
		remedy: 'look whether this is the address of a Kubernetes API server',
	};
}

/**
 * The whole body of an answer, unzipped. Rejects as `send` does when the connection breaks meanwhile, and with a ConnectionError
 * caused by TooLarge when it is longer than the bound, zipped or unzipped.
 */
export async function textOf(answer: IncomingMessage, connection: Connection, request: Request): Promise<string> {
	const {signal} = request;
	const bound = answerBound(connection, request);
	try {
		const body = await boundedBytes(answer, bound);
		signal?.throwIfAborted(); // which may end a body early
		return (answer.headers['content-encoding'] === 'gzip' ? await unzipped(body, bound) : body).toString('utf8');
	} catch (error) {
		throw signal?.aborted ? signal.reason : connectionError(error, connection.server);
	}
}

async function unzipped(body: Buffer, bound: Bound): Promise<Buffer> {
	const {gunzipSync} = await import('node:zlib');
	try {
		return gunzipSync(body, {maxOutputLength: bound.mostBytes});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
		throw new TooLarge(bound);
	}
}
