import {expect, test} from 'vitest';
import {box, clampOffset} from '../../../source/tui/lines/box.ts';
import {plain, textOf} from '../../../source/tui/lines/line.ts';

const lines = ['one', 'two', 'three', 'four', 'a line that is too long'].map(text => plain(text));

test('parts stand one below the other, each under its title, scrolled as far as there is something to see', () => {
	const sections = [
		{title: 'Long', lines, height: 3, offset: 9, isFocused: true},
		{title: 'Short', lines: lines.slice(0, 1), height: 2},
	];
	expect(box(sections, 24).map(textOf).join('\n')).toBe(`\
┌ ▸ Long ─── 3–5 of 5 ─┐
│three                 │
│four                  │
│a line that is too lo…│
├ Short ───────────────┤
│one                   │
│                      │
└──────────────────────┘`);
});

test('a title that is too long is cut', () => {
	const [top = []] = box([{title: 'x'.repeat(253), lines: [], height: 0}], 20);
	expect(textOf(top)).toBe('┌ xxxxxxxxxxxxx… ──┐');
});

test.each([
	[0, 5, 3, 0],
	[1, 5, 3, 1],
	[9, 5, 3, 2],
	[9, 2, 3, 0],
	[-1, 5, 3, 0],
])('from line %i of %i, %i in view, the first is %i', (offset, count, height, first) => {
	expect(clampOffset(offset, count, height)).toBe(first);
});
