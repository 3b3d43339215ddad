import {render} from 'ink-testing-library';
import {afterEach, expect, test, vi} from 'vitest';
import {Lines} from '../../../source/tui/components/lines.tsx';
import type {Line} from '../../../source/tui/lines/line.ts';

// Ink chooses its colours when it is loaded, and a file of tests has a process of its own.
vi.hoisted(() => {
	process.env['FORCE_COLOR'] = '1';
});

const line: Line = [
	{text: ' ✔ ', tone: 'good'},
	{text: 'wisdom', isBold: true},
	{text: '  '},
	{text: 'gone', tone: 'bad', isInverse: true},
];

let unmount: () => void;

afterEach(() => unmount());

function drawn(isStale: boolean): string | undefined {
	const instance = render(<Lines lines={[line]} width={18} isStale={isStale} />);
	unmount = instance.unmount;
	return instance.lastFrame();
}

test('each piece has its look, in the terminal’s own colours', () => {
	expect(drawn(false)).toBe(
		'\u001B[32m ✔ \u001B[39m\u001B[1mwisdom  \u001B[22m\u001B[7m\u001B[31mgone\u001B[39m\u001B[27m',
	);
});

test('what may be out of date is dim and has no colour', () => {
	expect(drawn(true)).toBe('\u001B[2m ✔ \u001B[1mwisdom  \u001B[22m\u001B[2m\u001B[7mgone\u001B[27m   \u001B[22m');
});

test('lines that become stale are drawn anew, and lines that change their words alone, too', () => {
	const {rerender, lastFrame, unmount: end} = render(<Lines lines={[line]} width={18} />);
	unmount = end;
	const fresh = lastFrame();
	rerender(<Lines lines={[line]} width={18} isStale />);
	expect(lastFrame()).not.toBe(fresh);
	rerender(<Lines lines={[[{text: 'owl'}]]} width={18} />);
	expect(lastFrame()).toBe('owl');
});
