import {mkdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {cache} from './cache.ts';
import {identityOf, isAlive, recordedIn} from './processes.ts';
import {waitFor} from './wait.ts';

const lockFile = join(cache, 'build.lock');
const longestBuild = 60 * 60_000;

/** Does something that only one process may do in the cache at a time; a lock whose owner has died is void. */
export async function whileLocked<T>(work: () => Promise<T>): Promise<T> {
	await mkdir(cache, {recursive: true});
	await waitFor('the end of another build', tryLock, longestBuild, 500);
	try {
		return await work();
	} finally {
		await rm(lockFile, {force: true});
	}
}

async function tryLock(): Promise<boolean> {
	const owner = recordedIn(lockFile);
	if (owner !== undefined && !isAlive(owner)) await rm(lockFile, {force: true});
	try {
		await writeFile(lockFile, JSON.stringify(identityOf(process.pid)), {flag: 'wx'});
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}
