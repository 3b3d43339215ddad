import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {unreadableWords} from '../../source/process/unreadable-words.ts';

test.each([
	['none', 'there is no such file'],
	['file/below', 'a part of its path is no folder'],
	['', 'it is a folder'],
	['x'.repeat(300), 'its name is too long'],
])('why %j cannot be read is told in words', (name, words) => {
	const folder = mkdtempSync(join(tmpdir(), 'unreadable-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	writeFileSync(join(folder, 'file'), '');
	let reason = '';
	try {
		readFileSync(join(folder, name));
	} catch (error) {
		reason = unreadableWords(error);
	}

	expect(reason).toBe(words);
});

test('what has no code of the file system speaks for itself', () => {
	expect(unreadableWords(new Error('it is too large'))).toBe('it is too large');
});
