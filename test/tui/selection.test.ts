import {expect, test} from 'vitest';
import type {AppInfo} from '../../source/info/app.ts';
import {firstSelected, moveSelection, selectedIndex} from '../../source/tui/selection.ts';

const apps = (names: string) => Array.from(names, app);

function app(name: string): AppInfo {
	return {
		namespace: 'models',
		name,
		routemap: `${name}-routemap`,
		strategy: 'canary',
		state: {word: 'stable', tone: 'good'},
		versions: [],
		routes: [],
		faults: [],
		warnings: [],
		createdAt: undefined,
	};
}

test.each([
	{action: 'next', index: 3},
	{action: 'previous', index: 1},
	{action: 'page-down', index: 4},
	{action: 'page-up', index: 0},
	{action: 'first', index: 0},
	{action: 'last', index: 4},
	{action: 'quit', index: 2},
] as const)('from the third of five, $action leads to index $index', ({action, index}) => {
	const third = {key: 'models/c', index: 2};
	expect(selectedIndex(moveSelection(third, action, apps('abcde'), 2), apps('abcde'))).toBe(index);
});

test('nothing moves past the ends, nor where there is nothing', () => {
	const last = moveSelection(firstSelected, 'last', apps('abc'), 2);
	expect(moveSelection(last, 'next', apps('abc'), 2)).toEqual({key: 'models/c', index: 2});
	expect(moveSelection(firstSelected, 'previous', apps('abc'), 2)).toEqual({key: 'models/a', index: 0});
	expect(selectedIndex(moveSelection(firstSelected, 'next', [], 2), [])).toBe(0);
});

test('the chosen app stays chosen where others come, and the one in its place is chosen when it goes', () => {
	const chosen = moveSelection(firstSelected, 'next', apps('ace'), 2);
	expect(selectedIndex(chosen, apps('abce'))).toBe(2);
	expect(selectedIndex(chosen, apps('ae'))).toBe(1);
	expect(selectedIndex(chosen, apps('a'))).toBe(0);
});
