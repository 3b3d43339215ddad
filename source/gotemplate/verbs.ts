import {formatFloat} from './float.ts';
import type {FloatVerb} from './float.ts';
import {canBackquote, isPrintable, quote, quoteRune} from './quote.ts';
import {runeCount, toBytes} from './utf8.ts';
import {Float, Uint} from './value.ts';
import type {Value} from './value.ts';

/** The flags, width and precision of a verb, as in `%-8.3f`. */
export interface Flags {
	minus?: boolean;
	plus?: boolean;
	sharp?: boolean;
	space?: boolean;
	zero?: boolean;
	/** `%+v`: structs with the names of their fields. */
	plusV?: boolean;
	/** `%#v`: Go syntax. */
	sharpV?: boolean;
	width?: number | undefined;
	precision?: number | undefined;
}

/** The text of a bool, number or string under a verb of Go's fmt package; undefined where the verb is not for it. */
export function formatScalar(value: Value, verb: string, flags: Flags): string | undefined {
	if (typeof value === 'boolean') return verb === 't' || verb === 'v' ? pad(String(value), flags) : undefined;
	if (typeof value === 'number' || typeof value === 'bigint') return formatInteger(value, verb, flags);
	if (value instanceof Uint) {
		return verb === 'v' && flags.sharpV
			? formatDigits(value.value, 16, {...flags, sharp: true})
			: formatInteger(value.value, verb, flags);
	}

	if (value instanceof Float) return formatFloating(value.value, verb, flags);
	return typeof value === 'string' ? formatString(value, verb, flags) : undefined;
}

/** A text cut to the precision and padded to the width. */
export function formatText(text: string, flags: Flags): string {
	return pad(truncate(text, flags.precision), flags);
}

/** A text padded to the width. */
export function pad(text: string, flags: Flags): string {
	const missing = (flags.width ?? 0) - runeCount(text);
	if (missing <= 0) return text;
	return flags.minus ? text + ' '.repeat(missing) : (flags.zero ? '0' : ' ').repeat(missing) + text;
}

function formatInteger(number: number | bigint, verb: string, flags: Flags): string | undefined {
	switch (verb) {
		case 'v':
		case 'd':
			return formatDigits(number, 10, flags);
		case 'b':
			return formatDigits(number, 2, flags);
		case 'o':
			return formatDigits(number, 8, flags);
		case 'O':
			return formatDigits(number, 8, flags, digits => `0o${digits}`);
		case 'x':
			return formatDigits(number, 16, flags);
		case 'X':
			return formatDigits(number, 16, flags, digits => digits.toUpperCase());
		case 'c':
			return pad(characterOf(number), flags);
		case 'q':
			return pad(quoteRune(characterOf(number), flags.plus), flags);
		case 'U':
			return formatCodePoint(number, flags);
		default:
			return undefined;
	}
}

const prefixes: Readonly<Record<number, string>> = {2: '0b', 8: '0', 16: '0x'};

function formatDigits(
	number: number | bigint,
	base: number,
	flags: Flags,
	finish = (digits: string): string => digits,
) {
	const {width, precision} = flags;
	const withoutZero = {...flags, zero: false};
	if (precision === 0 && Number(number) === 0) return pad('', withoutZero);
	const isNegative = number < 0;
	const sign = isNegative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
	let digits = (isNegative ? -number : number).toString(base);
	if (precision !== undefined) digits = digits.padStart(precision, '0');
	else if (flags.zero && !flags.minus && width !== undefined) digits = digits.padStart(width - sign.length, '0');
	const prefix = !flags.sharp || (base === 8 && digits.startsWith('0')) ? '' : (prefixes[base] ?? '');
	return pad(sign + finish(prefix + digits), withoutZero);
}

function formatCodePoint(number: number | bigint, flags: Flags): string {
	const code = BigInt.asUintN(64, BigInt(number));
	const digits = code
		.toString(16)
		.toUpperCase()
		.padStart(Math.max(4, flags.precision ?? 0), '0');
	const character = code <= 0x10ffffn ? String.fromCodePoint(Number(code)) : '';
	const suffix = flags.sharp && isPrintable(character) ? ` '${character}'` : '';
	return pad(`U+${digits}${suffix}`, {...flags, zero: false});
}

/** The character of a code point; U+FFFD for a number that is none. */
function characterOf(number: number | bigint): string {
	const isCharacter = number >= 0 && number <= 0x10ffff && !(number >= 0xd800 && number <= 0xdfff);
	return isCharacter ? String.fromCodePoint(Number(number)) : '\ufffd';
}

function formatFloating(number: number, verb: string, flags: Flags): string | undefined {
	const letter = verb === 'v' ? 'g' : verb === 'F' ? 'f' : verb;
	if (!isFloatVerb(letter)) return undefined;
	const precision = flags.precision ?? ('efE'.includes(letter) ? 6 : -1);
	const text = formatFloat(number, letter, precision);
	const [, written = '', name = ''] = /^([-+]?)(.*)$/.exec(text) ?? [];
	const sign = written === '-' ? '-' : flags.plus ? '+' : flags.space ? ' ' : written;
	if (!Number.isFinite(number)) return pad(sign + name, {...flags, zero: false});
	const magnitude = flags.sharp && letter !== 'b' ? withPoint(name, letter, precision) : name;
	// With zeros on the left, the sign comes before them.
	if (sign === '' || !flags.zero || flags.minus) return pad(sign + magnitude, flags);
	return sign + magnitude.padStart((flags.width ?? 0) - sign.length, '0');
}

function isFloatVerb(verb: string): verb is FloatVerb {
	return /^[beEfgGxX]$/.test(verb);
}

/** The `#` flag on floats: always a decimal point, and for %g the zeros that it leaves out. */
function withPoint(text: string, letter: FloatVerb, precision: number): string {
	const at = text.search(letter === 'x' || letter === 'X' ? /[pP]/ : /[eE]/);
	const tail = at < 0 ? '' : text.slice(at);
	const number = at < 0 ? text : text.slice(0, at);
	const wanted = 'gGx'.includes(letter) ? (precision < 0 ? 6 : precision) : 0;
	const significant = number.replace('.', '').replace(/^0+/, '').length + (number === '0' ? 1 : 0);
	const zeros = '0'.repeat(Math.max(wanted - significant, 0));
	return `${number}${number.includes('.') ? '' : '.'}${zeros}${tail}`;
}

function formatString(value: string, verb: string, flags: Flags): string | undefined {
	switch (verb) {
		case 'v':
			return flags.sharpV ? formatQuoted(value, flags) : formatText(value, flags);
		case 's':
			return formatText(value, flags);
		case 'q':
			return formatQuoted(value, flags);
		case 'x':
			return pad(hexadecimal(value, flags), flags);
		case 'X':
			return pad(hexadecimal(value, flags).toUpperCase(), flags);
		default:
			return undefined;
	}
}

function formatQuoted(value: string, flags: Flags): string {
	const text = truncate(value, flags.precision);
	return pad(flags.sharp && canBackquote(text) ? `\`${text}\`` : quote(text, flags.plus), flags);
}

function hexadecimal(value: string, flags: Flags): string {
	const digits = Array.from(toBytes(value).subarray(0, flags.precision), byte => byte.toString(16).padStart(2, '0'));
	if (digits.length === 0) return '';
	const prefix = flags.sharp ? '0x' : '';
	return prefix + digits.join(flags.space ? ` ${prefix}` : '');
}

/** The first characters of a text, as many as the precision says. */
function truncate(text: string, precision: number | undefined): string {
	if (precision === undefined || text.length <= precision) return text;
	let end = 0;
	for (let count = 0; count < precision && end < text.length; count++) {
		end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
	}

	return text.slice(0, end);
}
