import {access, constants, lstat, open, realpath, rename, rm, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {UsageError} from '../objects/usage-error.ts';
import {pageMark} from '../report/page-mark.ts';

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

/** Where in a page its mark stands at the latest. */
const markBytes = 1024;

/** What a link leads to; only a report of ours is written over, and what is empty. */
async function targetOf(file: string): Promise<string> {
	const target = await realpath(file).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return file;
		throw error;
	});
	const there = await lstat(target).catch(() => undefined);
	if (there?.isDirectory()) throw new Error('it is a folder');
	if (there !== undefined && !there.isFile()) throw new Error('it is no file');
	if (there !== undefined && there.size > 0 && !(await startOf(target)).includes(pageMark)) {
		throw new Error('a file is there that is no report; give another name');
	}

	return target;
}

async function startOf(file: string): Promise<string> {
	const handle = await open(file);
	try {
		const {buffer, bytesRead} = await handle.read({buffer: Buffer.alloc(markBytes)});
		return buffer.toString('utf8', 0, bytesRead);
	} finally {
		await handle.close();
	}
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
