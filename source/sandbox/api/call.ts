import type {IncomingMessage} from 'node:http';

/** A request with its body. */
export interface Call {
	readonly request: IncomingMessage;
	readonly query: URLSearchParams;
	readonly body: Buffer;
	readonly mediaType: string;
	/** What to warn the client of. */
	readonly warnings: string[];
}
