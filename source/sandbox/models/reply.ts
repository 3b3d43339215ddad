import type {OutgoingHttpHeaders} from 'node:http';

/** What a model server answers. */
export interface ModelReply {
	readonly status: number;
	/** Undefined for an empty body; text goes as it is, anything else as JSON. */
	readonly body?: unknown;
	/** Binary tensors, which follow the body. */
	readonly binary?: Uint8Array;
	readonly headers?: OutgoingHttpHeaders;
	/** How long the model takes, in milliseconds. */
	readonly afterMs?: number;
	/** In place of a body, a stream of events. */
	readonly events?: readonly TimedEvent[];
}

/** An event of a stream. */
export interface TimedEvent {
	/** How long after the request it comes, in milliseconds. */
	readonly afterMs: number;
	readonly data: string;
}

/** What a model server is asked. */
export interface ModelRequest {
	readonly method: string;
	/** Without the query. */
	readonly path: string;
	readonly contentType: string;
	/** Of a request with binary tensors, its JSON. */
	readonly body: string;
	/** The binary tensors of a request that says that it has some. */
	readonly binary?: Uint8Array;
}

/** An error in the words of the server that is played. */
export function refuse(status: number, error: string): ModelReply {
	return {status, body: {error}};
}

/** An input that a request's schema does not allow, as FastAPI reports it. */
export function invalid(
	type: string,
	place: readonly (string | number)[],
	message: string,
	input: unknown,
): ModelReply {
	return {status: 422, body: {detail: [{type, loc: ['body', ...place], msg: message, input}]}};
}

/** Python's answer to what its code did not expect. */
export const crash: ModelReply = {status: 500, body: 'Internal Server Error'};
export const notFound: ModelReply = {status: 404, body: {detail: 'Not Found'}};

export function wrongMethod(allowed: string): ModelReply {
	return {status: 405, body: {detail: 'Method Not Allowed'}, headers: {allow: allowed}};
}
