import fc from 'fast-check';
import {expect, test} from 'vitest';
import {goJsonError} from '../../../source/sandbox/api/go-json-error.ts';

test.each([
	['', 'unexpected end of JSON input'],
	['{bad', "invalid character 'b' looking for beginning of object key string"],
	['{"a" 1}', "invalid character '1' after object key"],
	['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
	['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
	['[1 2]', "invalid character '2' after array element"],
	['[1,]', "invalid character ']' looking for beginning of value"],
	['{} x', "invalid character 'x' after top-level value"],
	['tru', 'unexpected end of JSON input'],
	['trap', "invalid character 'a' in literal true (expecting 'u')"],
	['-x', "invalid character 'x' in numeric literal"],
	['1.x', "invalid character 'x' after decimal point in numeric literal"],
	['1e+x', "invalid character 'x' in exponent of numeric literal"],
	['01', "invalid character '1' after top-level value"],
	['"a\nb"', String.raw`invalid character '\n' in string literal`],
	[String.raw`"\q"`, "invalid character 'q' in string escape code"],
	["'a'", String.raw`invalid character '\'' looking for beginning of value`],
	['é', "invalid character 'Ã' looking for beginning of value"],
])('%j: %s', (text, message) => {
	expect(goJsonError(text)).toBe(message);
});

test('a text that ends too early says so', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue(), {minKeys: 1}), fc.nat(), (value, cut) => {
			const text = JSON.stringify(value);
			const ascii = text.replaceAll(/[^\x20-\x7e]/g, 'x');
			expect(goJsonError(ascii.slice(0, cut % ascii.length))).toBe('unexpected end of JSON input');
		}),
	);
});
