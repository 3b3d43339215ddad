import {canonical} from './utf8.ts';

/** Quoted forms of strings and characters, as Go's strconv package reads and writes them. */

const letters: Readonly<Record<string, string>> = {
	'\x07': '\\a',
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\v': '\\v',
	'\\': '\\\\',
};

const escapes: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(letters).map(([character, escape]) => [escape.slice(1), character]),
);

/** Whether Go prints a character as it is: letters, marks, numbers, punctuation, symbols and the plain space. */
export function isPrintable(character: string): boolean {
	return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character);
}

/** A double-quoted Go string; with `ascii`, whatever is not ASCII is escaped. */
export function quote(text: string, ascii = false): string {
	let quoted = '"';
	for (const character of text) quoted += escapeCharacter(character, '"', ascii);
	return `${quoted}"`;
}

/** A single-quoted Go character. */
export function quoteRune(character: string, ascii = false): string {
	return `'${escapeCharacter(character, "'", ascii)}'`;
}

/** Whether a string can be written between back quotes on one line. */
export function canBackquote(text: string): boolean {
	return text.isWellFormed() && !/(?![\t\x80-\x9f])[\p{Cc}`\ufeff]/u.test(text);
}

/** `U+0041`, and with `withCharacter` `U+0041 'A'` where it can be printed. */
export function unicodeName(character: string, withCharacter: boolean): string {
	const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	return withCharacter && isPrintable(character) ? `U+${code} '${character}'` : `U+${code}`;
}

/** The text of a Go string literal with its quotes; undefined when it is malformed. */
export function unquote(literal: string): string | undefined {
	const inside = literal.slice(1, -1);
	if (literal.startsWith('`')) return inside.replaceAll('\r', '');
	const parts: string[] = [];
	for (let at = 0; at < inside.length;) {
		const character = readCharacter(inside, at, '"');
		if (character === undefined) return undefined;
		// Up to \xff the escapes \x and \ooo mean a byte, not a character.
		parts.push(
			String.fromCodePoint(character.isByte && character.code > 0x7f ? 0xdc00 + character.code : character.code),
		);
		at = character.end;
	}

	return canonical(parts.join(''));
}

/** The code point of a Go character literal with its quotes: undefined when malformed, null when it is not one character. */
export function unquoteRune(literal: string): number | undefined | null {
	const character = readCharacter(literal, 1, "'");
	if (character === undefined) return undefined;
	return character.end === literal.length - 1 ? character.code : null;
}

function escapeCharacter(character: string, quoteMark: string, ascii: boolean): string {
	const code = character.codePointAt(0) ?? 0;
	if (character === quoteMark) return `\\${character}`;
	const letter = letters[character];
	if (letter !== undefined) return letter;
	if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
	if ((!ascii || code < 0x80) && isPrintable(character)) return character;
	const hex = code.toString(16);
	if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, '0')}`;
	return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

interface Character {
	readonly code: number;
	readonly isByte: boolean;
	/** Offset behind the character. */
	readonly end: number;
}

const numeric = /([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y;

function readCharacter(text: string, at: number, quoteMark: string): Character | undefined {
	const code = text.codePointAt(at);
	if (code === undefined || text[at] === quoteMark || code === 0x0a) return undefined;
	if (text[at] !== '\\') return {code, isByte: false, end: at + (code > 0xffff ? 2 : 1)};
	const letter = text[at + 1] ?? '';
	const plain = letter === quoteMark ? quoteMark : Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
	if (plain !== undefined) return {code: plain.charCodeAt(0), isByte: false, end: at + 2};
	numeric.lastIndex = at + 1;
	const match = numeric.exec(text);
	if (match === null) return undefined;
	const [octal, byte, short, long] = match.slice(1);
	const value = Number.parseInt(octal ?? byte ?? short ?? long ?? '', octal === undefined ? 16 : 8);
	const isByte = octal !== undefined || byte !== undefined;
	const isValid = isByte ? value <= 0xff : value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
	return isValid ? {code: value, isByte, end: numeric.lastIndex} : undefined;
}
