import {RoutemapFileError} from '../routemap/routemap-file.ts';
import {YamlError} from '../routemap/yaml.ts';

/** Runs something that reads a file's text; says in its errors which file it is (`-` is stdin), and where in it. */
export function inFile<T>(filename: string, read: () => T): T {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		const file = filename === '-' ? 'stdin' : filename;
		const {line, column} = placeOf(error);
		const place = line === undefined || column === undefined ? '' : `:${line}:${column}`;
		const message = error instanceof YamlError ? error.message.replace(/^line \d+, column \d+: /, '') : error.message;
		throw new Error(`${file}${place}: ${message}`, {cause: error});
	}
}

function placeOf(error: Error): {readonly line?: number | undefined; readonly column?: number | undefined} {
	if (error instanceof YamlError) return error;
	return error instanceof RoutemapFileError ? (error.place ?? {}) : {};
}
