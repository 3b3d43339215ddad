import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {escapeLine, escapeText} from '../../source/print/escape.ts';

test.each([
	['wisdom-0', 'wisdom-0'],
	['naïve 模型 👩‍🔬', 'naïve 模型 👩‍🔬'],
	['\u001B[2Jgone', '\\x1b[2Jgone'],
	['\u009B31m', '\\x9b31m'],
	['a\rb\nc\td\u0000', 'a\\rb\\nc\\td\\x00'],
	['\u202Egnp.exe', '\\u202egnp.exe'],
	['zero\u200Bwidth\uFEFF', 'zero\\u200bwidth\\ufeff'],
	['\uD800', '\\ud800'],
])('%j prints as %s', (text, printed) => {
	expect(escapeLine(text)).toBe(printed);
});

test('a text of several lines keeps its lines', () => {
	expect(escapeText('one\n\ttwo\u0007\r\n')).toBe('one\n\ttwo\\x07\\r\n');
});

test('no control character gets through', () => {
	const codes = fc.array(fc.integer({min: 0, max: 0xa0}), {minLength: 1});
	fc.assert(
		fc.property(codes, given => {
			expect(escapeLine(String.fromCharCode(...given))).not.toMatch(/\p{Cc}/u);
		}),
	);
});
