import {readFile} from 'node:fs/promises';
import {join} from 'node:path';

/** A file of `manifests/`, with each `$name` in it replaced by the value of that name. */
export async function manifest(file: string, values: Readonly<Record<string, string | number>> = {}): Promise<string> {
	const text = await readFile(join(import.meta.dirname, 'manifests', file), 'utf8');
	return text.replaceAll(/\$(\w+)/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined) throw new Error(`manifests/${file} needs a value for ${name}`);
		return String(value);
	});
}
