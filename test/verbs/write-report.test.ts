import {mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {UsageError} from '../../source/objects/usage-error.ts';
import {checkReport, writeReport} from '../../source/verbs/write-report.ts';

async function emptyFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'kubectl-iter8-report-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	return folder;
}

test('a report replaces the former one, and nothing is left beside it', async () => {
	const folder = await emptyFolder();
	const file = join(folder, 'report.html');
	await writeReport(file, 'one');
	await writeReport(file, 'two');
	expect(await readFile(file, 'utf8')).toBe('two');
	expect(await readdir(folder)).toEqual(['report.html']);
});

test('through a link the file is written that it leads to', async () => {
	const folder = await emptyFolder();
	await writeFile(join(folder, 'real.html'), '');
	await symlink('real.html', join(folder, 'link.html'));
	await writeReport(join(folder, 'link.html'), 'one');
	expect(await readFile(join(folder, 'real.html'), 'utf8')).toBe('one');
});

test('what cannot be written is said in one line before and after', async () => {
	const folder = await emptyFolder();
	const [directory, lost, below] = [join(folder, 'sub'), join(folder, 'lost', 'report.html'), join(folder, 'a', 'b')];
	await mkdir(directory);
	await writeFile(join(folder, 'a'), '');
	for (const [file, reason] of [
		[directory, 'it is a folder'],
		[lost, 'there is no such folder'],
		[below, 'a part of its path is no folder'],
		['/dev/null', 'it is no file'],
	] as const) {
		const error = `cannot write the report ${file}: ${reason}`;
		await expect(checkReport(file)).rejects.toThrow(error);
		await expect(writeReport(file, 'one')).rejects.toThrow(error);
	}

	expect(await readdir(folder)).toEqual(['a', 'sub']);
});

test.each(['', '-'])('%j is no name for a report', async name => {
	await expect(checkReport(name)).rejects.toThrow(UsageError);
});
