import type {IncomingMessage} from 'node:http';
import type {Header} from '../../mesh/header-operations.ts';

/** Headers of one connection, which no proxy passes on (RFC 9110, 7.6.1). */
const hopByHop = new Set([
	'connection',
	'keep-alive',
	'proxy-authenticate',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
]);

/** A message's headers as they came, without those of its connection. Names in lower case. */
export function passedHeaders({rawHeaders, headers}: IncomingMessage): readonly Header[] {
	const named = (headers.connection ?? '').split(',').map(name => name.trim().toLowerCase());
	const passed: Header[] = [];
	for (let index = 0; index < rawHeaders.length; index += 2) {
		const name = (rawHeaders[index] ?? '').toLowerCase();
		if (!hopByHop.has(name) && !named.includes(name)) passed.push([name, rawHeaders[index + 1] ?? '']);
	}

	return passed;
}

/** Headers whose several values Envoy takes for one list (its inline headers); those of all others stay apart. */
const listed = new Set([
	'accept',
	'accept-encoding',
	'authorization',
	'cache-control',
	'content-type',
	'host',
	'origin',
	'referer',
	'user-agent',
	'via',
	'x-forwarded-for',
	'x-forwarded-proto',
	'x-request-id',
]);

/** A request's headers as Envoy reads them: the values of its inline headers are joined. */
export function joinLists(headers: readonly Header[]): readonly Header[] {
	const joined: Header[] = [];
	for (const [name, value] of headers) {
		const index = listed.has(name) ? joined.findIndex(([known]) => known === name) : -1;
		const before = joined[index];
		if (before) joined[index] = [name, `${before[1]},${value}`];
		else joined.push([name, value]);
	}

	return joined;
}

/** Headers by name, as routes compare them. */
export function headersByName(headers: readonly Header[]): Readonly<Record<string, readonly string[]>> {
	const values = new Map<string, string[]>();
	for (const [name, value] of headers) values.set(name, [...(values.get(name) ?? []), value]);
	return Object.fromEntries(values);
}

/** The value of a header that comes once. */
export function headerOf(headers: readonly Header[], wanted: string): string | undefined {
	return headers.find(([name]) => name === wanted)?.[1];
}

/** Headers in the flat list that node:http writes as it is. */
export function flatHeaders(headers: readonly Header[]): string[] {
	return headers.flat();
}
