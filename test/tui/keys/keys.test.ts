import type {Key} from 'ink';
import {expect, test} from 'vitest';
import {keyNames} from '../../../source/tui/keys/keys.ts';

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
	{input: 'ns models\r', key: {}, names: ['n', 's', 'space', 'm', 'o', 'd', 'e', 'l', 's', 'return']},
	{input: 'pro\t', key: {}, names: ['p', 'r', 'o', 'tab']},
	{input: 'a\u0000b', key: {}, names: ['a', 'b']},
	{input: 'a\u007Fb\u0015c', key: {}, names: ['a', 'backspace', 'b', 'ctrl+u', 'c']},
	{input: '', key: {downArrow: true}, names: ['downArrow']},
	{input: '', key: {backspace: true}, names: ['backspace']},
	{input: '', key: {tab: true, shift: true}, names: ['shift+tab']},
	{input: 'c', key: {ctrl: true}, names: ['ctrl+c']},
	{input: 'q', key: {meta: true}, names: ['escape', 'q']},
	{input: '模', key: {}, names: ['模']},
])('input $input with $key is the keys $names', ({input, key, names}) => {
	expect(keyNames(input, {...none, ...key})).toEqual(names);
});
