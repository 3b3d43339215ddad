import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {firstInView, firstSelected, moveSelection, selectedIndex} from '../../source/tui/selection.ts';
import {appInfo} from './apps.ts';

const apps = (names: string) => Array.from(names, name => appInfo(name));

test.each([
	{move: 'next', index: 3},
	{move: 'previous', index: 1},
	{move: 'page-down', index: 4},
	{move: 'page-up', index: 0},
	{move: 'first', index: 0},
	{move: 'last', index: 4},
] as const)('from the third of five, $move leads to index $index', ({move, index}) => {
	const third = {key: 'models/c', index: 2};
	expect(selectedIndex(moveSelection(third, move, apps('abcde'), 2), apps('abcde'))).toBe(index);
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

test('the chosen row is in view, and no row is left empty for nothing', () => {
	fc.assert(
		fc.property(fc.integer({min: 1, max: 200}), fc.nat(199), fc.integer({min: 1, max: 50}), (count, at, height) => {
			const chosen = at % count;
			const first = firstInView(chosen, count, height);
			expect(first).toBeGreaterThanOrEqual(0);
			expect(chosen).toBeGreaterThanOrEqual(first);
			expect(chosen).toBeLessThan(first + height);
			expect(first + Math.min(height, count)).toBeLessThanOrEqual(count);
		}),
	);
});
