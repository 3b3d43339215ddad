import stringWidth from 'string-width';
import {prefix, virama} from './escape.ts';

/** Columns that a printable text takes in a terminal, as `string-width` counts them, by which Ink lays out, after `spelledOut`. */
export function displayWidth(text: string): number {
	return narrow.test(text) ? text.length : stringWidth(spelledOut(text));
}

/**
 * Texts of nothing but characters of one column and one code unit, which is nearly all: Latin, dashes, arrows, frames, bars, marks.
 */
const narrow = /^[ -~\u00A1-\u00AC\u00AE-\u02AF\u2010-\u2027\u2190-\u21FF\u2500-\u25FC✔✖⚠]*$/;

/**
 * A text that looks the same, without what Unicode counts as one character and terminals draw in several cells: the vowel AM of
 * Thai and Lao as the two characters that it stands for, and letters parted that a virama or a prefix joins. Else a row would be
 * wider than `string-width` says, and a terminal would wrap it.
 */
export function spelledOut(text: string): string {
	if (narrow.test(text)) return text;
	const {conjunct, prefixed} = (joined ??= joinedLetters());
	return text
		.replaceAll(vowelAm, '\u0E4D$1\u0E32')
		.replaceAll(laoVowelAm, '\u0ECD$1\u0EB2')
		.replaceAll(conjunct, '$1\u200C$2')
		.replaceAll(prefixed, '$&\u200C');
}

const vowelAm = /([\u0E48-\u0E4B]*)\u0E33/g;
const laoVowelAm = /([\u0EC8-\u0ECB]*)\u0EB3/g;

let joined: ReturnType<typeof joinedLetters> | undefined;

/** Made when the first text needs them, as the segmenter: they take as long as the start of some verbs. */
function joinedLetters() {
	const letter = String.raw`[\p{L}--[\p{ASCII}\p{Default_Ignorable_Code_Point}]]`;
	return {
		conjunct: new RegExp(String.raw`(?<=${letter}\p{M}{0,5})(${virama})(\p{M}{0,6})\u200D?(?=\p{L})`, 'gv'),
		prefixed: new RegExp(String.raw`${prefix}(?!\u200C|$)`, 'gv'),
	};
}

let made: Intl.Segmenter | undefined;

function segments(text: string): Iterable<Intl.SegmentData> {
	return (made ??= new Intl.Segmenter('en', {granularity: 'grapheme'})).segment(text);
}

/** The characters of a text as readers count them; each stands by itself. */
export function graphemes(text: string): readonly string[] {
	return Array.from(segments(text), ({segment}) => segment);
}

/** The beginning of a text in at most `columns`, with `…` where something is missing. */
export function cutTo(text: string, columns: number): string {
	if (columns <= 0) return '';
	if (text.length <= columns && narrow.test(text)) return text;
	let seen = '';
	let kept = '';
	let used = 0;
	for (const {segment} of segments(text)) {
		used += displayWidth(segment);
		if (used > columns) return `${withoutJoiner(kept)}…`;
		seen += segment;
		if (used < columns) kept = seen;
	}

	return text;
}

/** A text without the joiner at its end, which has nothing to join there any more. */
export function withoutJoiner(text: string): string {
	return text.replace(/[\u200C\u200D]$/, '');
}
