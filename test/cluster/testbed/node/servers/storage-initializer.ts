import {existsSync, statSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';

// In place of the image kserve/storage-initializer: `storage-initializer.ts URI FOLDER [URI FOLDER...]` copies `file://` models.
// What it says of those that are not there are the original's words.

async function fetchModel(uri: string, folder: string): Promise<void> {
	if (!uri.startsWith('file://')) throw new Error(`Cannot recognize storage type for ${uri}.`);
	const path = fileURLToPath(uri).replace(/\/$/, '');
	if (!existsSync(path)) throw new Error(`Local path ${uri} does not exist.`);
	await cp(path, statSync(path).isDirectory() ? folder : join(folder, basename(path)), {recursive: true});
	console.log(`Successfully copied ${uri} to ${folder}`);
}

try {
	const args = process.argv.slice(2);
	for (let at = 0; at < args.length; at += 2) await fetchModel(args[at] ?? '', args[at + 1] ?? '');
} catch (error) {
	console.error(`RuntimeError: ${(error as Error).message}`);
	process.exitCode = 1;
}
