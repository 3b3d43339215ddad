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
])('with %s', (_, stream, env, noColor, isOn) => {
	expect(isColored(stream, {noColor, env})).toBe(isOn);
});

test('a tone paints a text and nothing after it', () => {
	expect(paint('Ready', 'good')).toBe('\u001B[32mReady\u001B[39m');
	expect(paint('Ready', undefined)).toBe('Ready');
});
