import {checkRequest} from '../inference/v2.ts';
import type {Streams} from '../objects/streams.ts';
import {readInput} from './read-input.ts';

/** As much as a model's answer may have; images as numbers take some. */
const mostRequestBytes = 16 * 2 ** 20;

/** The V2 inference request in a file, or on stdin for `-`, as it stands there. Rejects with an Error when it is none. */
export async function readRequestFile(filename: string, {stdin}: Pick<Streams, 'stdin'>): Promise<string> {
	const request = await readInput(filename, {stdin}, mostRequestBytes);
	checkRequest(request, filename === '-' ? 'stdin' : filename);
	return request;
}
