import {isPrintable} from './quote.ts';
import {toBytes} from './utf8.ts';

/** The escapes of the functions html, js and urlquery. */

const htmlEscapes: Readonly<Record<string, string>> = {
	'\0': '\ufffd',
	'"': '&#34;',
	"'": '&#39;',
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
};

export function escapeHtml(text: string): string {
	return text.replaceAll(/[\0"'&<>]/g, character => htmlEscapes[character] ?? character);
}

const jsEscapes: Readonly<Record<string, string>> = {
	'\\': '\\\\',
	"'": "\\'",
	'"': '\\"',
};

export function escapeJs(text: string): string {
	return text.replaceAll(/(?!\x7f)[\\'"<>&=\p{Cc}\P{ASCII}]/gu, character => {
		const code = character.codePointAt(0) ?? 0;
		const isStrayByte = code >= 0xdc80 && code <= 0xdcff;
		if (code > 0x7f && (isStrayByte || isPrintable(character))) return character;
		return jsEscapes[character] ?? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
	});
}

/** What each byte becomes in a query. */
const inQuery = Array.from({length: 256}, (_, byte) => {
	const character = String.fromCharCode(byte);
	if (/[\w.~-]/.test(character)) return character;
	return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

export function escapeQuery(text: string): string {
	let escaped = '';
	for (const byte of toBytes(text)) escaped += inQuery[byte];
	return escaped;
}
