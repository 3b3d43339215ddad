/**
 * The text in the bytes of a file or of stdin. A byte order mark says how it is written, and is no part of it: PowerShell's `>`
 * writes UTF-16, and Windows' editors UTF-8 with a mark. Without one it is UTF-8.
 */
export function decodeText(bytes: Uint8Array): string {
	const [first, second] = bytes;
	const encoding =
		first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
	return new TextDecoder(encoding).decode(bytes);
}

/** Why a decoded text is none that was meant; undefined when it may be. A character that could not be decoded has become U+FFFD. */
export function encodingFault(text: string): string | undefined {
	if (text.includes('\0')) return 'it is no text, or UTF-16 without a byte order mark';
	return text.includes('\uFFFD') ? 'it is not in UTF-8' : undefined;
}
