import {expect, test} from 'vitest';
import {isColored, paint} from '../../source/print/color.ts';

const terminal = {isTTY: true};

test.each([
	['a terminal', terminal, {}, false, true],
	['a file or pipe', {}, {}, false, false],
	['--no-color', terminal, {}, true, false],
	['NO_COLOR', terminal, {NO_COLOR: '1'}, false, false],
	['an empty NO_COLOR', terminal, {NO_COLOR: ''}, false, true],
	['TERM=dumb', terminal, {TERM: 'dumb'}, false, false],
	['an empty TERM', terminal, {TERM: ''}, false, false],
	['no TERM, but Windows', terminal, {TERM: undefined, OS: 'Windows_NT'}, false, true],
	['CLICOLOR=0', terminal, {CLICOLOR: '0'}, false, false],
	['FORCE_COLOR=0', terminal, {FORCE_COLOR: '0'}, false, false],
	['a file or pipe and FORCE_COLOR=1', {}, {FORCE_COLOR: '1'}, false, false],
	['COLORTERM on a dumb terminal', terminal, {TERM: 'dumb', COLORTERM: 'truecolor'}, false, false],
])('with %s', (_, stream, env, noColor, isOn) => {
	expect(isColored(stream, {noColor, env: {TERM: 'xterm', ...env}})).toBe(isOn);
});

test('a tone paints a text and nothing after it', () => {
	expect(paint('Ready', 'good')).toBe('\u001B[32mReady\u001B[39m');
	expect(paint('Ready', undefined)).toBe('Ready');
});
