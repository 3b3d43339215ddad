import {expect, test} from 'vitest';
import {jsonPatched, patchedBy} from '../../../source/sandbox/api/json-patch.ts';

const value = {a: {b: 'c'}, list: ['x', 'y'], 'e/f': {'g~h': 1}};

test.each([
	['add a key', [{op: 'add', path: '/a/d', value: 1}], {...value, a: {b: 'c', d: 1}}],
	['add into a list', [{op: 'add', path: '/list/1', value: 'n'}], {...value, list: ['x', 'n', 'y']}],
	['append to a list', [{op: 'add', path: '/list/-', value: 'n'}], {...value, list: ['x', 'y', 'n']}],
	['remove an item', [{op: 'remove', path: '/list/0'}], {...value, list: ['y']}],
	['replace a missing key', [{op: 'replace', path: '/a/d', value: 1}], {...value, a: {b: 'c', d: 1}}],
	['escaped keys', [{op: 'replace', path: '/e~1f/g~0h', value: 2}], {...value, 'e/f': {'g~h': 2}}],
	['the whole', [{op: 'replace', path: '', value: {n: 1}}], {n: 1}],
	['test for a missing field', [{op: 'test', path: '/none', value: null}], value],
] as const)('%s', (_, operations, expected) => {
	const before = structuredClone(value);
	expect(jsonPatched(value, operations)).toEqual(expected);
	expect(value).toEqual(before);
});

test('move and copy take a value from another place', () => {
	const moves = [
		{op: 'copy', from: '/a/b', path: '/list/-'},
		{op: 'move', from: '/a', path: '/n'},
	];
	expect(jsonPatched(value, moves as never)).toEqual({'e/f': {'g~h': 1}, list: ['x', 'y', 'c'], n: {b: 'c'}});
});

test.each([
	['a failed test', {op: 'test', path: '/a/b', value: 'd'}],
	['a removal of what is not there', {op: 'remove', path: '/a/d'}],
	['a place below what is not there', {op: 'add', path: '/none/d', value: 1}],
	['an index beyond the list', {op: 'add', path: '/list/9', value: 1}],
	['an index that is none', {op: 'replace', path: '/list/x', value: 1}],
	['an unknown operation', {op: 'frob', path: '/a'}],
])('%s is refused', (_, operation) => {
	const object = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x'}, ...value};
	expect(() => patchedBy(object, [operation as never])).toThrow(
		'the server rejected our request due to an error in our request',
	);
});

test('a key that JavaScript takes for a prototype is a key as any other', () => {
	const patched = jsonPatched({a: {}}, [{op: 'add', path: '/a/__proto__', value: {polluted: true}}]) as {a: object};
	expect(Object.getOwnPropertyNames(patched.a)).toEqual(['__proto__']);
	expect('polluted' in {}).toBe(false);
});
