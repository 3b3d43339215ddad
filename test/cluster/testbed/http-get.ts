import {get} from 'node:http';
import {text} from 'node:stream/consumers';
import type {Address} from './address.ts';

/** A GET over plain HTTP on a connection of its own. Rejects only when there was no answer within 5 s. */
export async function httpGet(
	{host, port}: Address,
	path: string,
	headers: Readonly<Record<string, string>> = {},
): Promise<{readonly code: number; readonly body: string}> {
	const {promise, resolve, reject} = Promise.withResolvers<{code: number; body: string}>();
	const sent = get({host, port, path, headers, agent: false, timeout: 5000}, answer => {
		text(answer).then(body => resolve({code: Number(answer.statusCode), body}), reject);
	});
	sent.on('timeout', () => sent.destroy(new Error('timeout')));
	sent.on('error', reject);
	return promise;
}
