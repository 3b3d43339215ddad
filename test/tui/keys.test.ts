import type {Key} from 'ink';
import {expect, test} from 'vitest';
import {actionOf, bindings, keyNames} from '../../source/tui/keys.ts';

const none: Key = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageDown: false,
	pageUp: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	ctrl: false,
	shift: false,
	tab: false,
	backspace: false,
	delete: false,
	meta: false,
	super: false,
	hyper: false,
	capsLock: false,
	numLock: false,
};

test.each([
	{input: 'q', key: {}, names: ['q']},
	{input: 'jjk', key: {}, names: ['j', 'j', 'k']},
	{input: '', key: {downArrow: true}, names: ['downArrow']},
	{input: 'c', key: {ctrl: true}, names: ['ctrl+c']},
	{input: 'q', key: {meta: true}, names: []},
])('input $input with $key is the keys $names', ({input, key, names}) => {
	expect(keyNames(input, {...none, ...key})).toEqual(names);
});

test('no key is bound twice, and every hint is of a key that is bound', () => {
	const keys = bindings.flatMap(binding => binding.keys);
	expect(new Set(keys).size).toBe(keys.length);
	for (const {hint, keys, action} of bindings) {
		if (hint) expect(keys.some(key => hint[0].split(' ').includes(key) || key.startsWith('page'))).toBe(true);
		for (const key of keys) expect(actionOf(key)).toBe(action);
	}
});

test('a key that is not bound does nothing', () => {
	expect(actionOf('x')).toBeUndefined();
});
