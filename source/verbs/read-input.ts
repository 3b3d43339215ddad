import {readFile} from 'node:fs/promises';
import {text} from 'node:stream/consumers';
import type {Streams} from '../objects/streams.ts';

/** The text of a file that the command line names; `-` is stdin. Rejects with an Error that names the file. */
export async function readInput(filename: string, {stdin}: Pick<Streams, 'stdin'>): Promise<string> {
	if (filename === '-') return text(stdin);
	try {
		return await readFile(filename, 'utf8');
	} catch (error) {
		const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
		const reason = isMissing ? 'there is no such file' : (error as Error).message;
		throw new Error(`cannot read ${filename}: ${reason}`, {cause: error});
	}
}
