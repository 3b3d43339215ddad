/**
 * What a terminal acts on or shows nothing of, by Unicode's general categories: controls (Cc), format characters such as
 * bidirectional ones (Cf), lone surrogates (Cs), private use (Co: the font alone says what they are), unassigned (Cn: their width
 * is not known), line and paragraph separators (Zl, Zp); then letters and symbols that are drawn as nothing, as Hangul fillers, blank
 * Braille and blank hieroglyphs.
 */
const invisible = String.raw`[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}\u{13441}\u{13442}\u{16FE4}]`;
const base = String.raw`[[\p{L}\p{N}\p{P}\p{S}\p{Zs}]--[\p{Default_Ignorable_Code_Point}\p{Regional_Indicator}]]`;
const lead = String.raw`[\u1100-\u115E\uA960-\uA97C]`;
const vowel = String.raw`[\u1161-\u11A7\uD7B0-\uD7C6]`;
const tail = String.raw`[\u11A8-\u11FF\uD7CB-\uD7FB]`;
/**
 * Parts by themselves, which one terminal draws and another does not: a skin tone, half a flag, the vowel or end of a Korean
 * syllable, a mark without a base. Of the marks on a base the first six are well: more of them run into other lines.
 */
const stray = [
	String.raw`[\p{Emoji_Modifier}\p{Regional_Indicator}]|(?<=\p{Regional_Indicator})[\uFF9E\uFF9F]`,
	`(?<!${lead})${vowel}|(?<!${lead}${vowel}|(?<!${lead})[가-힣])${tail}`,
	String.raw`(?<!${base}[\p{M}\u200C\u200D]{0,5})\p{M}`,
].join('|');

/** What a letter has before a joiner. A mark that is escaped is none, nor is a part of a Korean syllable a letter there. */
const marks = String.raw`[\p{M}--\p{Default_Ignorable_Code_Point}]{0,6}`;

/** Scripts whose letters U+200C and U+200D join and part. */
const joining = String.raw`[[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Nko}\p{scx=Mongolian}\p{scx=Devanagari}\p{scx=Bengali}\p{scx=Gurmukhi}\p{scx=Gujarati}\p{scx=Oriya}\p{scx=Tamil}\p{scx=Telugu}\p{scx=Kannada}\p{scx=Malayalam}\p{scx=Sinhala}\p{scx=Khmer}\p{scx=Myanmar}]&&[\p{L}\p{M}]]`;
/**
 * Signs that join letters into one character, after which they choose how those are drawn (RFC 5892, appendix A; Unicode's
 * InCB=Linker).
 */
export const virama = String.raw`[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u1039\u17D2\u1A60\u1B44\u1BAB\uA9C0\uAAF6\u{10A3F}\u{11133}\u{113D0}\u{1193E}\u{11A47}\u{11A99}\u{11F42}]`;
/**
 * Letters that are one character with whatever follows (Unicode's Grapheme_Cluster_Break=Prepend), of old scripts but for
 * Malayalam's.
 */
export const prefix = String.raw`[\u0D4E\u{111C2}\u{111C3}\u{113D1}\u{1193F}\u{11941}\u{11A84}-\u{11A89}\u{11D46}\u{11F02}]`;
const emoji = String.raw`(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|[\p{Extended_Pictographic}--\p{Cn}][\uFE0E\uFE0F]?)`;

/** Invisible characters in the places where they mean something; elsewhere they only hide. */
const meant = [
	String.raw`[\p{RGI_Emoji_Flag_Sequence}\p{RGI_Emoji_Tag_Sequence}\p{Emoji_Keycap_Sequence}]`,
	String.raw`${emoji}(?:\u200D${emoji}){0,9}`,
	String.raw`\p{sc=Han}[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
	String.raw`\p{Sm}\uFE00`,
	String.raw`[\p{sc=Mongolian}&&\p{L}][\u180B-\u180D\u180F]`,
	String.raw`(?<=[${joining}&&\p{L}]${marks})[\u200C\u200D](?:[${joining}&&\p{M}]|(?=${joining}))`,
	String.raw`(?<=[\p{L}--[\p{ASCII}\p{sc=Hangul}]]${marks})(?<=${virama})[\u200C\u200D]\p{M}?`,
	String.raw`(?<=${prefix})\u200C`,
].join('|');

/** Nearly all texts: nothing to look for in them, and the expression above takes long to make. */
const plain = /^[ -~\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u21FF\u2500-\u25FF]*$/;
const plainLines = /^[\n -~\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2190-\u21FF\u2500-\u25FF]*$/;

let pattern: RegExp | undefined;

/**
 * A text with whatever could move the cursor, hide text or forge a line written in another way. One character, or a lone surrogate,
 * at a time.
 */
export function escapeWith(text: string, write: (character: string, code: number) => string): string {
	if (plain.test(text)) return text;
	pattern ??= new RegExp(`(?<meant>${meant})|${invisible}|${stray}`, 'gv');
	return text.replaceAll(pattern, (found: string, isMeant: string | undefined) =>
		isMeant === undefined ? write(found, found.codePointAt(0) ?? 0) : found,
	);
}

const named: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'};

/**
 * One line of text that may come from the cluster, safe to print: what a terminal would act on shows as `\x1b`, `\n`, `\u202e` or
 * `\u{e0041}`. Line ends of ours go between such lines.
 */
export function escapeLine(text: string): string {
	return escapeWith(text, (character, code) => {
		if (code > 0xff_ff) return `\\u{${code.toString(16)}}`;
		return named[character] ?? (code > 0xff ? `\\u${hex(code, 4)}` : `\\x${hex(code, 2)}`);
	});
}

/** JSON that means the same and is safe to print. Line ends stay: in JSON they stand between tokens only. */
export function escapeJson(json: string): string {
	return eachLine(json, line =>
		// By UTF-16 code units, as JSON has them.
		escapeWith(line, character => character.replaceAll(/[^]/g, unit => `\\u${hex(unit.charCodeAt(0), 4)}`)),
	);
}

/** YAML that means the same and is safe to print, where each text that `isUnsafe` stands in double quotes. */
export function escapeYaml(yaml: string): string {
	return eachLine(yaml, line =>
		escapeWith(line, (character, code) => {
			if (character === '\t') return character;
			return code > 0xff_ff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
		}),
	);
}

/** Whether something in a text of several lines cannot be printed as it is. */
export function isUnsafe(text: string): boolean {
	return escapeYaml(text) !== text;
}

function eachLine(text: string, escape: (line: string) => string): string {
	return plainLines.test(text) ? text : text.split('\n').map(escape).join('\n');
}

function hex(code: number, digits: number): string {
	return code.toString(16).padStart(digits, '0');
}
