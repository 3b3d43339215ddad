import {boundedBytes, TooLarge} from '../objects/bounded.ts';
import {decodeText, encodingFault} from '../objects/decode.ts';
import type {Streams} from '../objects/streams.ts';
import {UsageError} from '../objects/usage-error.ts';
import {openInput} from '../process/open-input.ts';
import {unreadableWords} from '../process/unreadable-words.ts';

/** What the API server takes at most, in a request's whole body. */
const mostManifestBytes = 3 * 2 ** 20;

/**
 * The text of a file that the command line names, of so many bytes; `-` is stdin. Rejects with an Error that names the file; with a UsageError
 * where the name is empty, as of a variable that was not set.
 */
export async function readInput(
	filename: string,
	{stdin}: Pick<Streams, 'stdin'>,
	mostBytes = mostManifestBytes,
): Promise<string> {
	if (filename === '') throw new UsageError('the name of the file is empty: give one, or - for stdin');
	const bound = {mostBytes, what: filename === '-' ? 'stdin' : filename, remedy: 'give the file that was meant'};
	try {
		const text = decodeText(await boundedBytes(filename === '-' ? stdin : await openInput(filename), bound));
		const fault = encodingFault(text);
		if (fault !== undefined) throw new Error(fault);
		return text;
	} catch (error) {
		if (error instanceof TooLarge) throw error;
		throw new Error(`cannot read ${bound.what}: ${unreadableWords(error)}`, {cause: error});
	}
}
