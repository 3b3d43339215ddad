import {parseInputs} from '../inference/input/parse-inputs.ts';
import type {Streams} from '../objects/streams.ts';
import {readInput} from './read-input.ts';

/** As much as a model's answer may have; images as numbers take some. */
const mostRequestBytes = 16 * 2 ** 20;

/**
 * The one inference request in a file, or on stdin for `-`, as it stands there, of whichever protocol; at a path of the user's own it
 * may be any JSON object. Rejects with an Error when it is none, or there are several.
 */
export async function readRequestFile(
	filename: string,
	{stdin}: Pick<Streams, 'stdin'>,
	path?: string,
): Promise<string> {
	const text = await readInput(filename, {stdin}, mostRequestBytes);
	const name = filename === '-' ? 'stdin' : filename;
	const isAnyProtocol = path !== undefined && !path.startsWith('/v2/');
	const {inputs, bad} = parseInputs(text, {name, isAnyProtocol});
	const count = inputs.length + bad.length;
	if (count > 1) throw new Error(`${name} has ${count} requests, and only one is sent: give a file with that one`);
	const [input] = inputs;
	if (input) return input.body;
	throw new Error(bad[0]?.message ?? `${name} holds no request`);
}
