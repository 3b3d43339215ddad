import {mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {runFolder} from './cache.ts';
import {endRecorded, identityOf, isAlive, recordedIn} from './processes.ts';

const ownerFile = 'owner';

/**
 * Makes a folder for a run of this process, and clears up after runs whose process has died without stopping them: ends what
 * they left running and removes their folders. A killed run therefore lingers until the next testbed starts, and no longer.
 */
export async function makeRunFolder(): Promise<string> {
	await mkdir(runFolder, {recursive: true});
	await removeLeftovers();
	const folder = await mkdtemp(join(runFolder, 'run-'));
	await writeFile(join(folder, ownerFile), JSON.stringify(identityOf(process.pid)));
	return folder;
}

async function removeLeftovers(): Promise<void> {
	for (const name of await readdir(runFolder)) {
		const folder = join(runFolder, name);
		const owner = recordedIn(join(folder, ownerFile));
		// without an owner it is one that is being made just now, beside us
		if (owner === undefined || isAlive(owner)) continue;
		await endRecorded(folder);
		await rm(folder, {recursive: true, force: true});
	}
}
