import {readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {refuseBad} from '../inference/input/bad-inputs.ts';
import type {BadInput, Input, ParsedInputs} from '../inference/input/input.ts';
import {mostInputs, parseInputs} from '../inference/input/parse-inputs.ts';
import type {Streams} from '../objects/streams.ts';
import {readInput} from './read-input.ts';

/** Of all requests together: a hundred thousand of a kilobyte, or some thousand images as numbers. */
const mostBytes = 128 * 2 ** 20;

interface ReadInputsOptions {
	/** Path of the requests, as the user gave it: what is sent there may be of any protocol. */
	readonly path?: string | undefined;
	/** Whether what is no request is left out. */
	readonly skipsBad?: boolean;
}

/**
 * The requests in a file (one, or one a line), in the files of a folder by their names, or on stdin for `-`. Rejects with an Error
 * that names the place of what is no request, unless that is left out (`bad`), and when there is none at all.
 */
export async function readInputs(
	filename: string,
	{stdin}: Pick<Streams, 'stdin'>,
	{path, skipsBad = false}: ReadInputsOptions = {},
): Promise<ParsedInputs> {
	const files = await filesOf(filename);
	const isAnyProtocol = path !== undefined && !path.startsWith('/v2/');
	const inputs: Input[] = [];
	const bad: BadInput[] = [];
	let bytes = 0;
	for (const file of files) {
		const read = await readOne(file, {stdin}, isAnyProtocol);
		// Beside others in a folder a file without text is as bad as one without requests.
		if (read instanceof Error && file === filename) throw read;
		if (read instanceof Error) bad.push({where: file, message: read.message});
		else {
			inputs.push(...read.inputs);
			bad.push(...read.bad);
			bytes += read.bytes;
		}

		if (inputs.length > mostInputs || bytes > mostBytes) {
			const words = `${mostInputs} requests, or ${mostBytes / 2 ** 20} MiB of them`;
			throw new Error(`${filename} has more than ${words}: give fewer`);
		}
	}

	refuseBad({inputs, bad}, skipsBad);
	return {inputs, bad};
}

/** The requests of one file, or why it cannot be read. */
async function readOne(
	file: string,
	streams: Pick<Streams, 'stdin'>,
	isAnyProtocol: boolean,
): Promise<(ParsedInputs & {readonly bytes: number}) | Error> {
	let text;
	try {
		text = await readInput(file, streams, mostBytes);
	} catch (error) {
		return error as Error;
	}

	const isLines = /\.(jsonl|ndjson)$/i.test(file);
	const name = file === '-' ? 'stdin' : file;
	return {...parseInputs(text, {name, isAnyProtocol, ...(isLines && {isLines})}), bytes: Buffer.byteLength(text)};
}

/** The body of what must be one request, to be asked of two versions. Throws an Error when there are several. */
export function onlyBody(inputs: readonly Input[] | undefined): string | undefined {
	if (inputs === undefined || inputs.length === 1) return inputs?.[0]?.body;
	throw new Error(
		`a candidate and the primary are asked one request, and there are ${inputs.length}: ask them all with "kubectl iter8 compare"`,
	);
}

/** A file's own name, or those of the files in a folder; what begins with a dot is hidden there. */
async function filesOf(filename: string): Promise<readonly string[]> {
	if (!(await isFolder(filename))) return [filename];
	const entries = await readdir(filename, {withFileTypes: true});
	const names = entries.filter(entry => !entry.isDirectory() && !entry.name.startsWith('.')).map(({name}) => name);
	if (names.length === 0) throw new Error(`cannot read ${filename}: there is no file in this folder`);
	return names.toSorted().map(name => join(filename, name));
}

async function isFolder(filename: string): Promise<boolean> {
	if (filename === '-' || filename === '') return false;
	try {
		return (await stat(filename)).isDirectory();
	} catch {
		// who reads it says what is wrong
		return false;
	}
}
