/**
 * Go's strings are bytes. Here they are JavaScript strings in which a byte that is no part of valid UTF-8 (from `"\xff"`, or
 * from cutting a character in two) is a lone low surrogate, U+DC00 plus the byte. Other lone surrogates stand for U+FFFD.
 */
const encoder = new TextEncoder();

/** The bytes of a string. */
export function toBytes(text: string): Uint8Array {
	if (text.isWellFormed()) return encoder.encode(text);
	const bytes = new Uint8Array(text.length * 3);
	let end = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.codePointAt(at) ?? 0;
		if (code > 0xffff) at++;
		if (code < 0x80) bytes[end++] = code;
		else if (code >= 0xdc80 && code <= 0xdcff) bytes[end++] = code - 0xdc00;
		else end += encoder.encodeInto(String.fromCodePoint(code), bytes.subarray(end)).written;
	}

	return bytes.subarray(0, end);
}

/** How many UTF-16 units `String.fromCharCode` takes at a time. */
const chunk = 8192;

/** The string of some bytes. */
export function fromBytes(bytes: Uint8Array): string {
	const units = new Uint16Array(bytes.length);
	let end = 0;
	for (let at = 0; at < bytes.length;) {
		const [code, length] = decode(bytes, at);
		at += length;
		if (code > 0xffff) {
			units[end++] = 0xd800 + ((code - 0x10000) >> 10);
			units[end++] = 0xdc00 + (code & 0x3ff);
		} else units[end++] = code;
	}

	let text = '';
	for (let at = 0; at < end; at += chunk) text += String.fromCharCode(...units.subarray(at, Math.min(end, at + chunk)));
	return text;
}

/** The one form of a string: bytes that came together to a valid character are that character. */
export function canonical(text: string): string {
	return text.isWellFormed() ? text : fromBytes(toBytes(text));
}

/** Number of bytes of a string. */
export function byteLength(text: string): number {
	return toBytes(text).length;
}

/** Number of Unicode code points of a string, each stray byte counting as one. */
export function runeCount(text: string): number {
	let count = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) at++;
		count++;
	}

	return count;
}

/** The order of two strings by their bytes: negative, zero or positive. */
export function compareText(one: string, other: string): number {
	if (one === other) return 0;
	if (!surrogate.test(one) && !surrogate.test(other)) return one < other ? -1 : 1;
	const [left, right] = [toBytes(one), toBytes(other)];
	const length = Math.min(left.length, right.length);
	for (let at = 0; at < length; at++) {
		const difference = (left[at] ?? 0) - (right[at] ?? 0);
		if (difference !== 0) return difference;
	}

	return left.length - right.length;
}

const surrogate = /[\ud800-\udfff]/;

/** First code points that a sequence of 2, 3 and 4 bytes may encode: shorter forms exist for those below. */
const lowest = [0, 0, 0x80, 0x800, 0x10000];

function decode(bytes: Uint8Array, at: number): readonly [code: number, length: number] {
	const first = bytes[at] ?? 0;
	if (first < 0x80) return [first, 1];
	const stray = [0xdc00 + first, 1] as const;
	const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4) return stray;
	let code = first & (0xff >> (length + 1));
	for (let next = 1; next < length; next++) {
		const byte = bytes[at + next] ?? 0;
		if ((byte & 0xc0) !== 0x80) return stray;
		code = (code << 6) | (byte & 0x3f);
	}

	const isValid = code >= (lowest[length] ?? 0) && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
	return isValid ? [code, length] : stray;
}
