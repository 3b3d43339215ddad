import {escapeLine, escapeWith} from './escape.ts';

/** A word that the shell hands on as it is; one that is not safe to print in the form that bash, zsh and ksh read, all in one line. */
export function shellWord(word: string): string {
	if (/^[\w@%+=:,./-]+$/.test(word)) return word;
	if (escapeLine(word) === word) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
	const escaped = escapeWith(word.replaceAll(/[\\']/g, String.raw`\$&`), (_, code) => {
		const hex = code.toString(16);
		if (code > 0xff_ff) return `\\U${hex.padStart(8, '0')}`;
		return code > 0x7f ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`;
	});
	return `$'${escaped}'`;
}
