import {mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {UsageError} from '../../source/objects/usage-error.ts';
import {loadReport} from '../../source/report/load/load-report.ts';
import {pageMark} from '../../source/report/page-mark.ts';
import {checkReport, writeReport} from '../../source/verbs/write-report.ts';
import {good, loadOrigin} from '../report/load-result.ts';

async function emptyFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'kubectl-iter8-report-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	return folder;
}

const page = (words: string): string => `<!doctype html>\n${pageMark}\n${words}`;

test('a report replaces the former one, and nothing is left beside it', async () => {
	const folder = await emptyFolder();
	const file = join(folder, 'report.html');
	await writeReport(file, page('one'));
	await writeReport(file, page('two'));
	expect(await readFile(file, 'utf8')).toBe(page('two'));
	expect(await readdir(folder)).toEqual(['report.html']);
});

test('a report is known as one by its beginning', async () => {
	const file = join(await emptyFolder(), 'report.html');
	await writeReport(file, loadReport(good, loadOrigin));
	await expect(checkReport(file)).resolves.toBeUndefined();
});

test('no file is written over that is no report, as the requests themselves', async () => {
	const folder = await emptyFolder();
	const file = join(folder, 'input.json');
	await writeFile(file, '{"inputs":[]}');
	const error = `cannot write the report ${file}: a file is there that is no report; give another name`;
	await expect(checkReport(file)).rejects.toThrow(error);
	await expect(writeReport(file, page('one'))).rejects.toThrow(error);
	expect(await readFile(file, 'utf8')).toBe('{"inputs":[]}');
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
