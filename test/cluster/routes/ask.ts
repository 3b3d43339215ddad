import {Agent, request as send, type IncomingMessage} from 'node:http';
import {text} from 'node:stream/consumers';
import type {Address} from '../testbed/address.ts';

export interface Request {
	readonly method: string;
	readonly host: string;
	/** With its query. */
	readonly path: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** What a client gets back. */
export interface Answer {
	readonly status: number;
	/** All values of the header `app-version`. */
	readonly appVersions: readonly string[];
	readonly body: string;
}

/** How many requests are under way at a time. */
export const concurrency = 16;

const agent = new Agent({keepAlive: true, maxSockets: concurrency});

/** Sends a request on one of the kept connections. Rejects only when there was no answer within 10 s. */
export async function ask(gateway: Address, request: Request): Promise<Answer> {
	const {headers: _, ...answer} = await askWithHeaders(gateway, request);
	return answer;
}

/** The same, with the answer's headers. */
export async function askWithHeaders(
	gateway: Address,
	{method, host, path, headers, body}: Request,
): Promise<Answer & Pick<IncomingMessage, 'headers'>> {
	const {promise, resolve, reject} = Promise.withResolvers<IncomingMessage>();
	const sent = send({...gateway, method, path, headers: {...headers, host}, agent, timeout: 10_000}, resolve);
	sent.on('timeout', () => sent.destroy(new Error(`no answer to ${method} ${host}${path}`)));
	sent.on('error', reject);
	sent.end(body);
	const answer = await promise;
	return {
		status: Number(answer.statusCode),
		appVersions: answer.rawHeaders.filter(
			(_, index, all) => all[index - 1]?.toLowerCase() === 'app-version' && index % 2,
		),
		body: await text(answer),
		headers: answer.headers,
	};
}

/** Does something for each item, a few at a time. */
export async function forEachAtOnce<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
	const iterator = items[Symbol.iterator]();
	const take = async (): Promise<void> => {
		for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value);
	};
	await Promise.all(Array.from({length: concurrency}, take));
}
