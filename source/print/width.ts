/** Columns that a printable text takes in a terminal (Unicode Standard Annex 11, ambiguous characters narrow). */
export function displayWidth(text: string): number {
	if (narrow.test(text)) return text.length;
	const {graphemes, wide, halfWidth, emoji} = (unicode ??= unicodeTables());
	let width = 0;
	for (const {segment} of graphemes.segment(text)) {
		if (/^\p{M}+$/u.test(segment)) continue;
		width += (wide.test(segment) && !halfWidth.test(segment)) || emoji.test(segment) ? 2 : 1;
	}

	return width;
}

/** Texts of nothing but characters of one column and one code unit, which is nearly all: Latin, dashes, arrows, frames, bars, marks. */
const narrow = /^[ -~\u00A1-\u02AF\u2010-\u2027\u2190-\u21FF\u2500-\u25FC✔✖⚠]*$/;

let unicode: ReturnType<typeof unicodeTables> | undefined;

/** Made when the first text needs them: they take longer than the whole start of most verbs. */
function unicodeTables() {
	return {
		graphemes: new Intl.Segmenter('en', {granularity: 'grapheme'}),
		wide: /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Yi}\u3000-\u303E\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]/u,
		halfWidth: /^[\uFF61-\uFFDC]/,
		emoji: /^\p{RGI_Emoji}/v,
	};
}
