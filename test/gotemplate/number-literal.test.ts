import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseCharacter, parseNumber} from '../../source/gotemplate/number-literal.ts';
import {Float} from '../../source/gotemplate/value.ts';

test.each([
	['0', 0],
	['-0', 0],
	['+7', 7],
	['017', 15],
	['0o17', 15],
	['0x_fF', 255],
	['0b1_01', 5],
	['1_000', 1000],
	['0x1e3', 483],
	['9223372036854775807', 9_223_372_036_854_775_807n],
	['-9223372036854775808', -9_223_372_036_854_775_808n],
])('%s is the int %s', (text, value) => {
	expect(parseNumber(text)).toEqual({value});
});

test.each([
	['1.0', 1],
	['.5', 0.5],
	['1.', 1],
	['1e3', 1000],
	['1_0.5e1_0', 105_000_000_000],
	['-0x1e3', -483],
	['0x1.8p1', 3],
	['-0x.8p-1', -0.25],
	['0x1p-1074', 5e-324],
	['1e-400', 0],
	['08e1', 80],
])('%s is the float64 %s', (text, value) => {
	expect(parseNumber(text)).toEqual({value: new Float(value)});
});

test.each([
	['08', 'integer overflow: "08"'],
	['1__0', 'illegal number syntax: "1__0"'],
	['1_', 'illegal number syntax: "1_"'],
	['0x_1p_1', 'illegal number syntax: "0x_1p_1"'],
	['0x', 'illegal number syntax: "0x"'],
	['0b12', 'illegal number syntax: "0b12"'],
	['.', 'illegal number syntax: "."'],
	['1e', 'illegal number syntax: "1e"'],
	['1e400', 'illegal number syntax: "1e400"'],
	['0x1.8', 'illegal number syntax: "0x1.8"'],
	['18446744073709551616', 'integer overflow: "18446744073709551616"'],
	['+9223372036854775808', 'integer overflow: "+9223372036854775808"'],
	['1i', 'complex numbers are not supported: 1i'],
])('%s is refused: %s', (text, problem) => {
	expect(parseNumber(text)).toEqual({problem});
});

test('a number that only an unsigned integer holds overflows when it is evaluated', () => {
	expect(parseNumber('18446744073709551615')).toEqual({overflows: true});
});

test('a character is its code point', () => {
	expect(parseCharacter("'世'")).toEqual({value: 0x4e16});
	expect(parseCharacter("'\\''")).toEqual({value: 39});
	expect(parseCharacter("'\\xff'")).toEqual({value: 255});
	expect(parseCharacter("''")).toEqual({problem: 'invalid syntax'});
});

test('every number is read back from its text', () => {
	fc.assert(
		fc.property(fc.double({noNaN: true, noDefaultInfinity: true}), number => {
			fc.pre(!Object.is(number, -0));
			const text = number.toExponential();
			expect(parseNumber(text)).toEqual({value: new Float(number)});
		}),
	);
	fc.assert(
		fc.property(fc.maxSafeInteger(), number => {
			expect(parseNumber(String(number))).toEqual({value: number});
		}),
	);
});
