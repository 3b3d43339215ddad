import {expect, test} from 'vitest';
import {fieldAt, numberAt, stringAt, stringsAt} from '../../source/objects/object.ts';

test('a field is read only where the object itself has it', () => {
	expect(fieldAt({a: {b: 1}}, 'a', 'b')).toBe(1);
	expect(fieldAt({a: {b: 1}}, 'a', 'constructor')).toBeUndefined();
	expect(fieldAt([1], '0')).toBeUndefined();
});

test('what is no mapping has no fields', () => {
	for (const value of [undefined, null, 'text', 7, [{a: 1}]]) expect(fieldAt(value, 'a')).toBeUndefined();
	expect(fieldAt('text')).toBe('text');
});

test('only text is a string at a path', () => {
	const object = {a: {text: 'x', number: 7, nothing: null}};
	expect(['text', 'number', 'nothing', 'missing'].map(key => stringAt(object, 'a', key))).toEqual([
		'x',
		undefined,
		undefined,
		undefined,
	]);
});

test('only a number is one at a path: nothing is made into one', () => {
	const values = [7, '7', true, null, {valueOf: () => 7}, [7]];
	expect(values.map(value => numberAt({a: value}, 'a'))).toEqual([7, ...Array(5).fill(undefined)]);
});

test('of a list only the strings are read', () => {
	expect(stringsAt({a: ['x', 7, null, {toString: 1}, ['y'], 'z']}, 'a')).toEqual(['x', 'z']);
	expect(stringsAt({a: 'x'}, 'a')).toEqual([]);
});
