const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** A line of input: what stands before its cursor and what after. */
export interface LineEdit {
	readonly before: string;
	readonly after: string;
}

export const emptyLine: LineEdit = {before: '', after: ''};

/** The line with its cursor at the end. */
export function lineOf(text: string): LineEdit {
	return {before: text, after: ''};
}

export function lineText({before, after}: LineEdit): string {
	return before + after;
}

/** The line with a text typed or pasted at the cursor, its line ends as spaces. */
export function insertText({before, after}: LineEdit, text: string): LineEdit {
	const clean = text.replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, '');
	return {before: before + clean, after};
}

/** The line after a key, by the names of `keyNames`: those of a shell's line. Undefined for a key that no line has. */
export function editLine(edit: LineEdit, key: string): LineEdit | undefined {
	const {before, after} = edit;
	switch (key) {
		case 'backspace':
			return {before: before.slice(0, before.length - lastLength(before)), after};
		case 'delete':
		case 'ctrl+d':
			return {before, after: after.slice(firstLength(after))};
		case 'leftArrow':
		case 'ctrl+b':
			return move(edit, -lastLength(before));
		case 'rightArrow':
		case 'ctrl+f':
			return move(edit, firstLength(after));
		case 'home':
		case 'ctrl+a':
			return {before: '', after: before + after};
		case 'end':
		case 'ctrl+e':
			return {before: before + after, after: ''};
		case 'ctrl+u':
			return {before: '', after};
		case 'ctrl+k':
			return {before, after: ''};
		case 'ctrl+w':
			return {before: before.replace(/\S*\s*$/, ''), after};
		case 'space':
			return insertText(edit, ' ');
		default:
			return Array.from(key).length === 1 ? {before: before + key, after} : undefined;
	}
}

function move({before, after}: LineEdit, by: number): LineEdit {
	const text = before + after;
	return {before: text.slice(0, before.length + by), after: text.slice(before.length + by)};
}

function firstLength(text: string): number {
	for (const {segment} of graphemes.segment(text)) return segment.length;
	return 0;
}

function lastLength(text: string): number {
	return Array.from(graphemes.segment(text)).at(-1)?.segment.length ?? 0;
}
