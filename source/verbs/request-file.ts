import {checkRequest} from '../inference/v2.ts';
import type {Streams} from '../objects/streams.ts';
import {readInput} from './read-input.ts';

/** The V2 inference request in a file, or on stdin for `-`, as it stands there. Rejects with an Error when it is none. */
export async function readRequestFile(filename: string, {stdin}: Pick<Streams, 'stdin'>): Promise<string> {
	const request = await readInput(filename, {stdin});
	checkRequest(request, filename === '-' ? 'stdin' : filename);
	return request;
}
