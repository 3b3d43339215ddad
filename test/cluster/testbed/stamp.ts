import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {cache} from './cache.ts';
import {whileLocked} from './lock.ts';

const stampFolder = join(cache, 'stamps');

/** A part of the testbed that is made once a version. */
export interface Part {
	readonly name: string;
	/** What it was made from: a version, or a hash of sources. */
	readonly version: string;
	/** A file that is there when the part is. */
	readonly result: string;
	readonly make: () => Promise<void>;
}

/** Makes a part, unless the cache holds it in this version. The stamp is written last, so a broken build is done again. */
export async function makeOnce(part: Part): Promise<void> {
	if (await isMade(part)) return;
	await whileLocked(async () => {
		// another process may have made it while we waited
		if (!(await isMade(part))) await makeNow(part);
	});
}

async function makeNow({name, version, make}: Part): Promise<void> {
	console.error(`testbed: making ${name} ${version}`);
	await make();
	await mkdir(stampFolder, {recursive: true});
	await writeFile(join(stampFolder, name), `${version}\n`);
}

async function isMade({name, version, result}: Part): Promise<boolean> {
	const stamp = join(stampFolder, name);
	return existsSync(result) && existsSync(stamp) && (await readFile(stamp, 'utf8')).trim() === version;
}

/** A version for what is made of files of this project. */
export async function hashOf(...files: readonly string[]): Promise<string> {
	const hash = createHash('sha256');
	for (const file of files) hash.update(await readFile(file));
	return hash.digest('hex').slice(0, 16);
}
