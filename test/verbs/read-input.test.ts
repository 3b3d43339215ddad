import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {PassThrough, Readable} from 'node:stream';
import {expect, onTestFinished, test} from 'vitest';
import {UsageError} from '../../source/objects/usage-error.ts';
import {readInput} from '../../source/verbs/read-input.ts';
import {readRequestFile} from '../../source/verbs/request-file.ts';
import {readTemplate} from '../../source/verbs/templates.ts';
import {makeFiles} from '../kube/surroundings.ts';

const nothing = {stdin: new PassThrough()};

test('a file and stdin are read as they are', async () => {
	const folder = makeFiles({a: 'größe'});
	expect(await readInput(join(folder, 'a'), nothing)).toBe('größe');
	expect(await readInput('-', {stdin: Readable.from(['grö', 'ße'])})).toBe('größe');
});

test('a name that is empty, as of a variable that was not set, is a wrong command line', async () => {
	await expect(readInput('', nothing)).rejects.toThrow(
		new UsageError('the name of the file is empty: give one, or - for stdin'),
	);
});

test.each<[string, (text: string) => Buffer]>([
	['UTF-8 with a byte order mark', text => Buffer.from(`\uFEFF${text}`)],
	["UTF-16, as PowerShell's > writes it", text => Buffer.from(`\uFEFF${text}`, 'utf16le')],
	['UTF-16 in the other order', text => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
])('what Windows wrote is read as if it were plain: %s', async (_, write) => {
	const request = '{"inputs": [{"name": "größe"}]}\r\n';
	const folder = makeFiles({request: write(request), 'kubectl-iter8/templates/mine.yaml': write('kind: Mine\r\n')});
	expect(await readInput(join(folder, 'request'), nothing)).toBe(request);
	expect(await readInput('-', {stdin: Readable.from([write(request)])})).toBe(request);
	expect(await readRequestFile(join(folder, 'request'), nothing)).toBe(request);
	withConfigHome(folder);
	expect(await readTemplate('mine')).toBe('kind: Mine\r\n');
});

/** Makes this the folder of the user's configuration until the test ends. */
function withConfigHome(folder: string): void {
	const before = process.env['XDG_CONFIG_HOME'];
	process.env['XDG_CONFIG_HOME'] = folder;
	onTestFinished(() => {
		if (before === undefined) delete process.env['XDG_CONFIG_HOME'];
		else process.env['XDG_CONFIG_HOME'] = before;
	});
}

test.each([
	['/dev/zero', '/dev/zero is larger than 3 MiB: give the file that was meant'],
	['-', 'stdin is larger than 3 MiB: give the file that was meant'],
])('%s is not read without end', async (filename, message) => {
	const stdin = new Readable({
		read() {
			this.push(Buffer.alloc(65_536));
		},
	});
	await expect(readInput(filename, {stdin})).rejects.toThrow(message);
});

test.each([
	['there/is/none', 'cannot read there/is/none: there is no such file'],
	['/', 'cannot read /: it is a folder'],
])('the error names the file: %s', async (filename, message) => {
	await expect(readInput(filename, nothing)).rejects.toThrow(message);
});

test.each([
	['Latin-1', Buffer.from('kind: M\u00EFne', 'latin1'), 'it is not in UTF-8'],
	[
		'UTF-16 without its mark',
		Buffer.from('kind: Mine', 'utf16le'),
		'it is no text, or UTF-16 without a byte order mark',
	],
])('a file that is no text of ours is named, a template too: %s', async (_, bytes, reason) => {
	const folder = makeFiles({'kubectl-iter8/templates/mine.yaml': bytes});
	const file = join(folder, 'kubectl-iter8/templates/mine.yaml');
	await expect(readInput(file, nothing)).rejects.toThrow(`cannot read ${file}: ${reason}`);
	withConfigHome(folder);
	await expect(readTemplate('mine')).rejects.toThrow(`cannot read ${file}: ${reason}`);
});

test('a template that is a folder is named', async () => {
	const folder = makeFiles({'kubectl-iter8/templates/mine.yaml/x': ''});
	withConfigHome(folder);
	await expect(readTemplate('mine')).rejects.toThrow(
		`cannot read ${join(folder, 'kubectl-iter8/templates/mine.yaml')}: it is a folder`,
	);
});

test('a request may be as long as images are, and no longer', async () => {
	const folder = makeFiles({fits: `{"inputs":[${' '.repeat(4 * 2 ** 20)}1]}`, large: ' '.repeat(17 * 2 ** 20)});
	expect(await readRequestFile(join(folder, 'fits'), nothing)).toHaveLength(4 * 2 ** 20 + 14);
	await expect(readRequestFile(join(folder, 'large'), nothing)).rejects.toThrow(
		`${join(folder, 'large')} is larger than 16 MiB: give the file that was meant`,
	);
});

test('of a file with several requests none is taken for the one that is sent', async () => {
	const line = '{"inputs": [{"name": "x"}]}\n';
	const folder = makeFiles({several: `${line}${line}not even JSON\n`});
	await expect(readRequestFile(join(folder, 'several'), nothing)).rejects.toThrow(
		`${join(folder, 'several')} has 3 requests, and only one is sent: give a file with that one`,
	);
});

test('a template of the user that is no template is told, not passed over for the one that ships', async () => {
	const home = makeFiles({'kubectl-iter8/templates/xgboost.yaml': 'kind: Mine\n'});
	withConfigHome(home);
	expect(await readTemplate('xgboost')).toBe('kind: Mine\n');
	expect(await readTemplate('sklearn')).toContain('kind: InferenceService');

	const file = join(home, 'kubectl-iter8', 'templates', 'sklearn.yaml');
	writeFileSync(file, ' '.repeat(3 * 2 ** 20 + 1));
	await expect(readTemplate('sklearn')).rejects.toThrow(`${file} is larger than 3 MiB: give the file that was meant`);
});
