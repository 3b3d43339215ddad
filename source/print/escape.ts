// Control characters, bidirectional overrides and other invisible ones; not the joiners that some scripts need.
const unsafe = /[\p{Cc}\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\p{Cs}]/gu;
const unsafeInText = /(?![\n\t])[\p{Cc}\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\p{Cs}]/gu;

const named: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'};

/** One line of text from the cluster, safe to print: what could move the cursor or hide text shows as `\x1b` or `\u202e`. */
export function escapeLine(text: string): string {
	return text.replaceAll(unsafe, escaped);
}

/** Like `escapeLine` for text that may have several lines. */
export function escapeText(text: string): string {
	return text.replaceAll(unsafeInText, escaped);
}

/** Like `escapeText` for what stands between double quotes in JSON and YAML: it keeps its meaning there. */
export function escapeQuoted(text: string): string {
	return text.replaceAll(unsafeInText, character => `\\u${codeOf(character).padStart(4, '0')}`);
}

/** Whether `escapeText` would change a text. */
export function isUnsafe(text: string): boolean {
	return text.search(unsafeInText) !== -1;
}

function escaped(character: string): string {
	const code = codeOf(character);
	return named[character] ?? (code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`);
}

function codeOf(character: string): string {
	return (character.codePointAt(0) ?? 0).toString(16);
}
