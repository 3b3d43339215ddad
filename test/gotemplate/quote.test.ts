import fc from 'fast-check';
import {expect, test} from 'vitest';
import {quote, unquote, unquoteRune} from '../../source/gotemplate/quote.ts';
import {canonical} from '../../source/gotemplate/utf8.ts';
import {anyText} from './any-text.ts';

test('a quoted string is unquoted to the same string', () => {
	fc.assert(
		fc.property(anyText, fc.boolean(), (text, ascii) => {
			const wellFormed = text.toWellFormed();
			expect(unquote(quote(wellFormed, ascii))).toBe(wellFormed);
		}),
	);
});

test.each([
	['"\\x41\\101\\u00e9\\U0001f44b\\a\\"\\\\"', 'AAé👋\x07"\\'],
	['"\\xe4\\xb8\\x96"', '世'],
	['"\\xff"', '\udcff'],
	['`a\\n\r\n"`', 'a\\n\n"'],
	['"\\400"', undefined],
	['"\\ud800"', undefined],
	['"\\U00110000"', undefined],
	['"\\x4"', undefined],
	['"\\\'"', undefined],
	['"\\q"', undefined],
])('the literal %s means %j', (literal, text) => {
	expect(unquote(literal)).toBe(text);
});

test('a character literal holds one character', () => {
	expect(unquoteRune("'a'")).toBe(97);
	expect(unquoteRune("'👋'")).toBe(0x1f44b);
	expect(unquoteRune("'ab'")).toBeNull();
	expect(unquoteRune("'\\\"'")).toBeUndefined();
});

test('stray bytes are quoted as bytes', () => {
	expect(quote(canonical('a\udcff\udce4\udcb8\udc96'))).toBe('"a\\xff世"');
});
