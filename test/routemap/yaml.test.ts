import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseYaml, parseYamlDocuments, writeYaml} from '../../source/routemap/yaml.ts';

test.each([
	['a: on', {a: true}],
	['a: "on"', {a: 'on'}],
	['a: 0777', {a: 511}],
	['a: 12:30', {a: '12:30'}],
	['a: 1:30:45.5', {a: '1:30:45.5'}],
	['a: 2026-01-01', {a: '2026-01-01'}],
	['1: one', {'1': 'one'}],
	['a: !!binary aGk=', {a: 'aGk='}],
	['a: !!js/function x', {a: 'x'}],
	['base: &base {b: 1}\na: {<<: *base, c: 2}', {base: {b: 1}, a: {b: 1, c: 2}}],
	['# nothing\n---\n', undefined],
	['~', undefined],
])('%j is read as Kubernetes reads it', (text, value) => {
	expect(parseYaml(text)).toEqual(value);
});

test.each([
	['a: {b: 1, b: 2}', 'line 1, column 11: Map keys must be unique'],
	['a: 1\n---\nb: 2', 'expected one YAML document, found 2'],
	['a: &x [*x]', 'an alias stands inside the value that it repeats'],
	['a: &x {b: {c: *x}}', 'an alias stands inside the value that it repeats'],
	['a: .inf', 'Infinity is no number that JSON knows'],
	['a: [.nan]', 'NaN is no number that JSON knows'],
	['? [1, 2]\n: 3', 'line 1, column 3: With stringKeys, all keys must be strings'],
])('%j is refused', (text, message) => {
	expect(() => parseYaml(text)).toThrow(expect.objectContaining({name: 'YamlError', message}));
});

test('a text that multiplies by aliases is refused', () => {
	const levels = Array.from({length: 9}, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`);
	expect(() => parseYaml(['l0: &l0 [x]', ...levels].join('\n'))).toThrow('Excessive alias count');
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
