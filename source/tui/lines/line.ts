import type {Tone} from '../../print/color.ts';
import {displayWidth, graphemes, withoutJoiner} from '../../print/width.ts';
import {drawable, fit} from '../fit.ts';

/** A piece of a line that looks the same throughout. Its text may come from the cluster: it is escaped when it is drawn. */
export interface Span {
	readonly text: string;
	readonly tone?: Tone | undefined;
	readonly isBold?: boolean;
	readonly isInverse?: boolean;
}

/** One line of the screen, from left to right. */
export type Line = readonly Span[];

/** A line of one look. */
export function plain(text: string, tone?: Tone): Line {
	return [{text, tone}];
}

/** What a line says, without its looks. */
export function textOf(line: Line): string {
	return line.map(({text}) => drawable(text)).join('');
}

/** The line in exactly `width` columns: escaped, cut with `…` or filled with spaces. */
export function fitLine(line: Line, width: number): Line {
	const fitted: Span[] = [];
	let free = Math.max(0, width);
	let rest = displayWidth(textOf(line));
	for (const span of line) {
		const needed = displayWidth(drawable(span.text));
		if (rest > free && needed >= free) {
			// Nothing after this one has room, so the mark of the cut goes here.
			fitted.push({...span, text: fit(needed === free ? `${span.text}  ` : span.text, free)});
			return fitted;
		}

		fitted.push({...span, text: drawable(span.text)});
		free -= needed;
		rest -= needed;
	}

	if (free > 0) fitted.push({text: ' '.repeat(free)});
	return fitted;
}

/** Of one text; more fills screens. No line of a log, and no last words of a container, are longer. */
const mostCharacters = 5000;

/** A text, or its beginning, as lines of at most `width` columns, broken at spaces where there are any. */
export function wrapText(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	let line = '';
	let used = 0;
	const shown = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
	for (const word of drawable(shown)
		.split(' ')
		.flatMap(word => pieces(word, width))) {
		const columns = displayWidth(word);
		if (line === '' || used + 1 + columns <= width) {
			used += line === '' ? columns : 1 + columns;
			line = line === '' ? word : `${line} ${word}`;
		} else {
			lines.push(line);
			line = word;
			used = columns;
		}
	}

	return [...lines, line];
}

/** So many of the lines of a text, the last with `…` where there are more. */
export function firstLines(lines: readonly string[], most: number): readonly string[] {
	if (lines.length <= most) return lines;
	return [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''}…`];
}

/** A word in pieces that fit. */
function pieces(word: string, width: number): readonly string[] {
	if (displayWidth(word) <= width) return [word];
	const found: string[] = [];
	let piece = '';
	let used = 0;
	const widths = new Map<string, number>();
	const widthOf = (character: string): number => {
		const known = widths.get(character) ?? displayWidth(character);
		widths.set(character, known);
		return known;
	};
	// A character that is wider than a line is broken into what it is made of.
	const characters = graphemes(word).flatMap(each => (widthOf(each) > width ? Array.from(each) : [each]));
	for (const character of characters) {
		const next = widthOf(character);
		if (used + next > width && piece !== '') {
			found.push(withoutJoiner(piece));
			piece = '';
			used = 0;
		}

		piece += character;
		used += next;
	}

	return [...found, piece];
}
