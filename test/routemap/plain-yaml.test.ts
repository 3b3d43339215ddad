import {readdirSync, readFileSync} from 'node:fs';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parsePlainYaml} from '../../source/routemap/plain-yaml.ts';
import {parseYamlDocuments, writeYaml} from '../../source/routemap/yaml.ts';
import {exampleApps} from '../../source/sandbox/example-apps.ts';
import {randomCases} from '../helpers/random-cases.ts';

/** Either it is not read, or it is what the whole reader makes of it. */
function expectSame(text: string): void {
	const plain = parsePlainYaml(text);
	if (plain) expect(JSON.stringify([plain.value])).toBe(JSON.stringify(parseYamlDocuments(text)));
}

test('reads the routemaps of example apps', () => {
	const texts = exampleApps(1).flatMap(object => {
		const {strSpec} = (object['data'] ?? {}) as {readonly strSpec?: string};
		return strSpec === undefined ? [] : [strSpec];
	});
	expect(texts).toHaveLength(1);
	for (const text of texts) expect(parsePlainYaml(text)?.value).toEqual(parseYamlDocuments(text)[0]);
});

test.each<[string, unknown]>([
	['a: b\n', {a: 'b'}],
	['a: 1\nb: 0\nc:\n', {a: 1, b: 0, c: null}],
	['a: "x: # y"\nb: \'on\'\n', {a: 'x: # y', b: 'on'}],
	['a:\n- b\n- c: 1\n  d: 2\n-   - e\n    - f\nz: {}\n', {a: ['b', {c: 1, d: 2}, ['e', 'f']], z: {}}],
	['a:\n  - b\n\n  - c\n', {a: ['b', 'c']}],
	['a: |\n  one\n\n    two\nb: |-\n  three\n\n', {a: 'one\n\n  two\n', b: 'three'}],
	['- /v2/models\n- gs://models/x\n- wisdom.default.svc\n', ['/v2/models', 'gs://models/x', 'wisdom.default.svc']],
])('%j is read', (text, value) => {
	expect(parsePlainYaml(text)?.value).toEqual(value);
	expect(parseYamlDocuments(text)[0]).toEqual(value);
});

test.each([
	'a: yes\n',
	'on: a\n',
	'a: b # c\n',
	'# a\nb: c\n',
	'a: b\n  c\n',
	'a:\n   b: 1\n  c: 2\n',
	'a: 1\na: 2\n',
	'---\na: b\n',
	'a: &b c\n',
	'a: *b\n',
	'a: 0777\n',
	'a: -1\n',
	'a: 1.5\n',
	'a: b:\n',
	'a: b: c\n',
	'a: >\n  b\n',
	'a: |\n  b',
	'a: |\n\n    \n  b\n',
	'a: "b\\n"\n',
	'a: {b: c}\n',
	'a:\tb\n',
	'a: ü\n',
	'__proto__: a\n',
	'a: ~\n',
	'-\n  a\n',
	'',
	'word\n',
])('%j is left to the whole reader', text => {
	expect(parsePlainYaml(text)).toBeUndefined();
});

test('lines of all kinds in any order are read as the whole reader does, or not at all', () => {
	const usual = ['@: b', '@: 1', '@:', '- d', '- @: 1', '- - f', '@: |', '@: |-', "@: 'l'", 'x y', ''];
	const odd = [
		'- "@: j"',
		'-',
		'@: m: n',
		'@: "b" c',
		'@: - b',
		'# c',
		'"@ s": t',
		'@: yes',
		'---',
		'@ : b',
		'- |',
		'a:',
		'@: 1:30',
	];
	const content = fc.oneof({weight: 9, arbitrary: fc.constantFrom(...usual)}, fc.constantFrom(...odd));
	const indent = fc.oneof({weight: 4, arbitrary: fc.constant(0)}, fc.constantFrom(1, 2, 2, 2, 4));
	let read = 0;
	fc.assert(
		fc.property(fc.array(fc.tuple(indent, content), {maxLength: 7}), fc.constantFrom('', '\n'), (lines, end) => {
			// Each key once, as two of the same would be a fault nearly always.
			const text = lines.map(([spaces, line], index) => ' '.repeat(spaces) + line.replace('@', `k${index}`));
			if (parsePlainYaml(text.join('\n') + end)) read++;
			expectSame(text.join('\n') + end);
		}),
		{numRuns: randomCases(4000)},
	);
	expect(read).toBeGreaterThan(300);
});

test('any change of a character of a real routemap is read as the whole reader does, or not at all', () => {
	const folder = new URL('../fixtures/apps/', import.meta.url);
	const texts = readdirSync(folder).map(name => readFileSync(new URL(name, folder), 'utf8'));
	const change = fc.record({
		text: fc.constantFrom(...texts),
		at: fc.nat(2000),
		length: fc.nat(2),
		by: fc.oneof(
			fc.constantFrom(' ', '\n', ':', '-', '|', '#', '"', "'", '  ', ': ', '\n\n'),
			fc.string({maxLength: 3}),
		),
	});
	fc.assert(
		fc.property(change, ({text, at, length, by}) => {
			const place = at % text.length;
			expectSame(text.slice(0, place) + by + text.slice(place + length));
		}),
		{numRuns: randomCases(500)},
	);
});

test('what is written is read as the whole reader does, or not at all', () => {
	const leaf = fc.oneof(
		fc.string(),
		fc.integer(),
		fc.boolean(),
		fc.constantFrom('on', '1e3', '0x1', 'a b', 'a\nb\n', ' '),
	);
	const value = fc.letrec(tie => ({
		node: fc.oneof(
			{depthSize: 'small'},
			leaf,
			fc.array(tie('node')),
			fc.dictionary(fc.string({minLength: 1}), tie('node')),
		),
	})).node;
	fc.assert(fc.property(value, written => expectSame(writeYaml(written))));
});
