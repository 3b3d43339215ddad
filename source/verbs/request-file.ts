import {checkRequest, parseRequest} from '../inference/v2.ts';
import type {Streams} from '../objects/streams.ts';
import {readInput} from './read-input.ts';

/** As much as a model's answer may have; images as numbers take some. */
const mostRequestBytes = 16 * 2 ** 20;

/**
 * The inference request in a file, or on stdin for `-`, as it stands there: a V2 one, unless a path of another protocol is given.
 * Rejects with an Error when it is none.
 */
export async function readRequestFile(
	filename: string,
	{stdin}: Pick<Streams, 'stdin'>,
	path?: string,
): Promise<string> {
	const request = await readInput(filename, {stdin}, mostRequestBytes);
	const source = filename === '-' ? 'stdin' : filename;
	if (path === undefined || path.startsWith('/v2/')) checkRequest(request, source);
	else parseRequest(request, source);
	return request;
}
