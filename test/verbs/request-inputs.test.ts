import {join} from 'node:path';
import {PassThrough, Readable} from 'node:stream';
import {expect, test} from 'vitest';
import {readInputs} from '../../source/verbs/request-inputs.ts';
import {makeFiles} from '../kube/surroundings.ts';

const nothing = {stdin: new PassThrough()};
const v1 = (value: number) => `{"instances":[[${value}]]}`;

test('the files of a folder are read by their names, requests one a line among them', async () => {
	const folder = makeFiles({
		'b.json': v1(3),
		'a.jsonl': `${v1(1)}\n{"label":2,"instances":[[2]]}\n`,
		'.hidden': 'no request',
		'deeper/c.json': v1(4),
	});
	expect(await readInputs(folder, nothing)).toEqual({
		inputs: [
			{body: v1(1), where: join(folder, 'a.jsonl:1')},
			{body: v1(2), where: join(folder, 'a.jsonl:2'), label: '2', labelJson: '2'},
			{body: v1(3), where: join(folder, 'b.json')},
		],
		bad: [],
	});
});

test('stdin may have one request or one a line', async () => {
	const read = async (text: string) => readInputs('-', {stdin: Readable.from([text])});
	expect((await read(v1(1))).inputs).toEqual([{body: v1(1), where: 'stdin'}]);
	expect((await read(`${v1(1)}\n${v1(2)}`)).inputs.map(({where}) => where)).toEqual(['stdin:1', 'stdin:2']);
});

const lines = `${v1(1)}\nno request\n${v1(2)}\n{}\n`;

test('a broken line is told by its number, and left out only when that was asked for', async () => {
	const file = join(makeFiles({'x.jsonl': lines}), 'x.jsonl');
	await expect(readInputs(file, nothing)).rejects.toThrow(
		new Error(
			`${file}:2 is not JSON: Unexpected token 'o', "no request", and 1 more is bad; nothing was sent: leave out what is bad with --skip-bad`,
		),
	);
	const {inputs, bad} = await readInputs(file, nothing, {skipsBad: true});
	expect(inputs.map(({where}) => where)).toEqual([`${file}:1`, `${file}:3`]);
	expect(bad.map(({where}) => where)).toEqual([`${file}:2`, `${file}:4`]);
});

test.for<[string, string]>([
	['', 'stdin is empty'],
	['{"inputs":', 'stdin is not JSON: Unexpected end of JSON input'],
	[
		'{}\n{}',
		'stdin:1 is no inference request: it needs "inputs" (V2), "instances" (V1), "messages" or "prompt" (OpenAI); say the path of another protocol with --path, and 1 more is bad; nothing was sent: there is none that could be sent',
	],
])('stdin with %o has no request, whether or not bad ones are left out', async ([text, message]) => {
	for (const skipsBad of [false, true]) {
		await expect(readInputs('-', {stdin: Readable.from([text])}, {skipsBad})).rejects.toThrow(new Error(message));
	}
});

test('what is sent to a path of one’s own may be of any protocol', async () => {
	const read = async (path: string) => readInputs('-', {stdin: Readable.from(['{"text":"a"}'])}, {path});
	expect((await read('/classify')).inputs).toEqual([{body: '{"text":"a"}', where: 'stdin'}]);
	await expect(read('/v2/models/wisdom/infer')).rejects.toThrow('stdin is no inference request');
});

test('a folder without files and a file that is not there are named', async () => {
	const folder = makeFiles({'deeper/c.json': v1(4)});
	await expect(readInputs(folder, nothing)).rejects.toThrow(`cannot read ${folder}: there is no file in this folder`);
	await expect(readInputs('there/is/none', nothing)).rejects.toThrow(
		'cannot read there/is/none: there is no such file',
	);
});

test('a file without text in a folder is told, and left out only when that was asked for', async () => {
	const folder = makeFiles({'a.json': v1(1), 'picture.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff])});
	const picture = join(folder, 'picture.png');
	await expect(readInputs(folder, nothing)).rejects.toThrow(`cannot read ${picture}: `);
	const {inputs, bad} = await readInputs(folder, nothing, {skipsBad: true});
	expect([inputs.map(({where}) => where), bad.map(({where}) => where)]).toEqual([[join(folder, 'a.json')], [picture]]);
	await expect(readInputs(picture, nothing, {skipsBad: true})).rejects.toThrow(`cannot read ${picture}: `);
});

test('stdin without end is not read to its end', async () => {
	const stdin = new Readable({
		read() {
			this.push(Buffer.alloc(2 ** 20, ' '));
		},
	});
	await expect(readInputs('-', {stdin})).rejects.toThrow('stdin is larger than 128 MiB: give the file that was meant');
});
