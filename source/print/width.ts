const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'});
const wide =
	/^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Yi}\u3000-\u303E\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]/u;
const halfWidth = /^[\uFF61-\uFFDC]/;
const emoji = /^\p{RGI_Emoji}/v;

/** Columns that a printable text takes in a terminal (Unicode Standard Annex 11, ambiguous characters narrow). */
export function displayWidth(text: string): number {
	if (/^[ -~]*$/.test(text)) return text.length;
	let width = 0;
	for (const {segment} of graphemes.segment(text)) {
		if (/^\p{M}+$/u.test(segment)) continue;
		width += (wide.test(segment) && !halfWidth.test(segment)) || emoji.test(segment) ? 2 : 1;
	}

	return width;
}
