import {quote, unquoteRune} from './quote.ts';
import {Float, integer} from './value.ts';

/** A number that a template writes, or why Go refuses it. `overflows`: an error only once it is evaluated. */
type NumberLiteral =
	| {readonly value: number | bigint | Float}
	| {readonly overflows: true}
	| {readonly problem: string};

/** Characters of a number literal: far more than a number in range needs, few enough to cost nothing. */
const longest = 1000;

/**
 * The value of a number literal by Go's rules for constants: int where it is written like one, else float64. Complex numbers are
 * refused.
 */
export function parseNumber(text: string): NumberLiteral {
	if (text.length > longest) return {problem: 'number literal too long'};
	if (text.endsWith('i')) return {problem: `complex numbers are not supported: ${text}`};
	const whole = parseInteger(text);
	const isInt = whole !== undefined && whole >= -(1n << 63n) && whole < 1n << 63n;
	if (/[.eEpP]/.test(text) && !/^0[xX][^pP]+$/.test(text)) {
		const value = isInt ? Number(whole) : parseFloat64(text);
		return value === undefined ? malformed(text) : {value: new Float(value)};
	}

	if (isInt) return {value: integer(whole)};
	const isUint = whole !== undefined && whole > 0n && whole < 1n << 64n && !text.startsWith('+');
	if (isUint) return {overflows: true};
	return parseFloat64(text) === undefined ? malformed(text) : {problem: `integer overflow: ${quote(text)}`};
}

/** The value of a character literal: its code point. */
export function parseCharacter(text: string): NumberLiteral {
	const code = unquoteRune(text);
	if (code === undefined) return {problem: 'invalid syntax'};
	return code === null ? {problem: `malformed character constant: ${text}`} : {value: code};
}

function malformed(text: string): NumberLiteral {
	return {problem: `illegal number syntax: ${quote(text)}`};
}

const integerForm = /^([+-]?)(0[xX]_?[0-9a-fA-F]|0[bB]_?[01]|0[oO]?_?[0-7]|[1-9])((?:_?[0-9a-fA-F])*)$/;

function parseInteger(text: string): bigint | undefined {
	const match = integerForm.exec(text);
	if (match === null) return /^[+-]?0$/.test(text) ? 0n : undefined;
	const [, sign = '', start = '', rest = ''] = match;
	const digits = (start + rest).replaceAll('_', '');
	const isOctal = /^0[0-7]/.test(digits);
	try {
		const value = BigInt(isOctal ? `0o${digits.slice(1)}` : digits);
		return sign === '-' ? -value : value;
	} catch {
		// A digit that its base does not have, such as 09 or 0b12.
		return undefined;
	}
}

const decimalForm = /^[+-]?(?:[\d_]+(?:\.[\d_]*)?|\.[\d_]+)(?:[eE][+-]?\d[\d_]*)?$/;
const hexForm = /^([+-]?)0[xX]([\da-fA-F_]*)(?:\.([\da-fA-F_]*))?[pP]([+-]?\d[\d_]*)$/;

function parseFloat64(text: string): number | undefined {
	if (!underscoresSeparateDigits(text)) return undefined;
	const value = decimalForm.test(text) && /\d/.test(text) ? Number(text.replaceAll('_', '')) : parseHexFloat(text);
	return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function parseHexFloat(text: string): number | undefined {
	const match = hexForm.exec(text);
	if (match === null) return undefined;
	const [, sign = '', whole = '', fraction = '', power = ''] = match.map(part => (part ?? '').replaceAll('_', ''));
	const digits = whole + fraction;
	if (digits === '') return undefined;
	const exponent = Number(power) - fraction.length * 4;
	const mantissa = Number(BigInt(`0x${digits}`));
	// In two steps, as 2 ** exponent alone may leave the range that the product is in.
	const half = Math.trunc(exponent / 2);
	const value = mantissa * 2 ** half * 2 ** (exponent - half);
	return sign === '-' ? -value : value;
}

/** An underscore that has no digit on one side. */
const stray = /(?<!\d)_|_(?!\d)/;
const strayInHex = /(?<![\da-fA-F])_|_(?![\da-fA-F])/;

/** Go allows an underscore only between two digits, or between a base prefix and a digit. */
function underscoresSeparateDigits(text: string): boolean {
	if (!text.includes('_')) return true;
	const isHex = /^[+-]?0[xX]/.test(text);
	const digits = text.replace(/^[+-]?0[xXbBoO]/, '0');
	return !(isHex ? strayInHex : stray).test(digits);
}
