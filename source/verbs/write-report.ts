import {access, constants, lstat, realpath, rename, rm, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {UsageError} from '../objects/usage-error.ts';

/**
 * Whether a report can be written there, before anything is sent for it. Rejects with an Error of one line, as of a folder that
 * is not there or of a name that is a folder's; with a UsageError where there is no name.
 */
export async function checkReport(file: string): Promise<void> {
	if (file === '' || file === '-') throw new UsageError('--report needs the name of a file');
	await naming(file, async () => {
		const target = await targetOf(file);
		await access(dirname(target), constants.W_OK);
	});
}

/** Writes a report in one step: who opens the file meanwhile reads the former one or this one, whole. Rejects as `checkReport`. */
export async function writeReport(file: string, html: string): Promise<void> {
	await naming(file, async () => {
		const target = await targetOf(file);
		const beside = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
		try {
			await writeFile(beside, html, {flag: 'wx'});
			await rename(beside, target);
		} catch (error) {
			await rm(beside, {force: true});
			throw error;
		}
	});
}

/** What a link leads to; only a file is written over. */
async function targetOf(file: string): Promise<string> {
	const target = await realpath(file).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return file;
		throw error;
	});
	const there = await lstat(target).catch(() => undefined);
	if (there?.isDirectory()) throw new Error('it is a folder');
	if (there !== undefined && !there.isFile()) throw new Error('it is no file');
	return target;
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such folder',
	ENOTDIR: 'a part of its path is no folder',
	EACCES: 'you may not write there',
	EEXIST: 'it is there already; give another name, or remove it',
	EROFS: 'nothing can be written there',
};

async function naming(file: string, work: () => Promise<void>): Promise<void> {
	try {
		await work();
	} catch (error) {
		throw new Error(`cannot write the report ${file}: ${unwritableWords(error)}`, {cause: error});
	}
}

/** Why a file cannot be written, in words. */
export function unwritableWords(error: unknown): string {
	const {code = '', message} = error as NodeJS.ErrnoException;
	return reasons[code] ?? message;
}
