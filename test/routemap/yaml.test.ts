import fc from 'fast-check';
import {expect, test} from 'vitest';
import {routemapBudget} from '../../source/routemap/bounds.ts';
import {parseHostileYaml, parseYaml, parseYamlDocuments, writeYaml} from '../../source/routemap/yaml.ts';

test.each([
	['a: on', {a: true}],
	['a: "on"', {a: 'on'}],
	['a: 0777', {a: 511}],
	['a: 0o17', {a: 15}],
	['a: -0x1F', {a: -31}],
	['a: 0b1_01', {a: 5}],
	['a: 08', {a: 8}],
	['a: 1e3', {a: 1000}],
	['a: .5', {a: 0.5}],
	['a: 1e999', {a: '1e999'}],
	['a: 18446744073709551616', {a: 18_446_744_073_709_552_000}],
	['a: 0x10000000000000000', {a: '0x10000000000000000'}],
	['a: 12:30', {a: '12:30'}],
	['a: 1:30:45.5', {a: '1:30:45.5'}],
	['a: 2026-01-01', {a: '2026-01-01'}],
	['1: one', {'1': 'one'}],
	['on: x', {true: 'x'}],
	['a: !!binary aGk=', {a: 'aGk='}],
	['a: !!js/function x', {a: 'x'}],
	['a: !mine [1]\nb: !!set {c, d}', {a: [1], b: {c: null, d: null}}],
	['base: &base {b: 1}\na: {<<: *base, c: 2}', {base: {b: 1}, a: {b: 1, c: 2}}],
	['# nothing\n---\n', undefined],
	['~', undefined],
])('%j is read as Kubernetes reads it', (text, value) => {
	expect(parseYaml(text)).toEqual(value);
});

test.each([
	['a: {b: 1, b: 2}', 'line 1, column 11: duplicated mapping key'],
	['a: 1\n---\nb: 2', 'expected one YAML document, found 2'],
	['a: &x [*x]', 'an alias stands inside the value that it repeats'],
	['a: &x {b: {c: *x}}', 'an alias stands inside the value that it repeats'],
	['a: .inf', '.inf is no number that JSON knows'],
	['a: [.nan]', '.nan is no number that JSON knows'],
	['? [1, 2]\n: 3', 'line 1, column 1: object-based map does not support complex keys'],
])('%j is refused', (text, message) => {
	expect(() => parseYaml(text)).toThrow(expect.objectContaining({name: 'YamlError', message}));
});

test('a text that multiplies by aliases is refused', () => {
	const levels = Array.from({length: 9}, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`);
	expect(() => parseYaml(['l0: &l0 [x]', ...levels].join('\n'))).toThrow(
		'aliases multiply the text to more than 100000 values',
	);
});

test('a fault tells its place', () => {
	expect(() => parseYaml('a: 1\nb: [')).toThrow(expect.objectContaining({line: 2, column: 5}));
});

test('a key that is special to objects is an ordinary key', () => {
	const value = parseYaml('__proto__: {polluted: true}') as object;
	expect(Object.hasOwn(value, '__proto__')).toBe(true);
	expect('polluted' in value).toBe(false);
});

test('documents come in their order, empty ones left out', () => {
	expect(parseYamlDocuments('a: 1\n---\n---\n# none\n---\nb: 2\n')).toEqual([{a: 1}, {b: 2}]);
});

test('what is written reads back as it was', () => {
	const text = fc.oneof(fc.string(), fc.constantFrom('on', 'y', 'NO', '12:30', '0b1', '1_000', '~', '2026-01-01'));
	const value = fc.dictionary(
		text.filter(key => !['__proto__', '<<'].includes(key)),
		fc.oneof(text, fc.array(text), fc.integer(), fc.boolean()),
		{
			minKeys: 1,
			noNullPrototype: true,
		},
	);
	fc.assert(
		fc.property(value, written => {
			expect(parseYaml(writeYaml(written))).toEqual(written);
		}),
	);
});

test('a text of whoever may write a routemap says no tag by a handle, which may stand for a long one', () => {
	const text = `%TAG !e! ${'x'.repeat(50_000)}\n---\n[${'!e!a b,'.repeat(1500)}]\n`;
	const fault = 'tag directives are not allowed here: write the tag out';
	expect(() => parseHostileYaml(text, routemapBudget())).toThrow(`line 1, column 1: ${fault}`);
	expect(() => parseHostileYaml(`# so\n${text}`, routemapBudget())).toThrow(`line 2, column 1: ${fault}`);
	expect(() => parseHostileYaml(`\uFEFF${text}`, routemapBudget())).toThrow(fault);
	expect(parseHostileYaml('a: 100 %TAG', routemapBudget())).toEqual({a: '100 %TAG'});
});
