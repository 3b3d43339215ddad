import {displayWidth} from '../../print/width.ts';
import {drawable, fit} from '../fit.ts';
import {fitLine, plain, type Line, type Span} from './line.ts';

/** A part of a box, under a line with its title. */
export interface Section {
	readonly title: string;
	/** Whether the keys go here. */
	readonly isFocused?: boolean;
	readonly lines: readonly Line[];
	/** Rows for the lines. */
	readonly height: number;
	/** Index of the first line that is shown. */
	readonly offset?: number;
}

/** Rows that a box of sections takes besides their lines. */
export function boxRows(sections: number): number {
	return sections + 1;
}

/** The offset nearest to the wished one that leaves no row empty for nothing. */
export function clampOffset(offset: number, lines: number, height: number): number {
	return Math.max(0, Math.min(offset, lines - height));
}

/** Sections one below the other in one frame of `width` columns. */
export function box(sections: readonly Section[], width: number): readonly Line[] {
	const bottom = plain(`└${'─'.repeat(width - 2)}┘`, 'faint');
	return [...sections.flatMap((section, index) => [top(section, index === 0, width), ...rows(section, width)]), bottom];
}

function top({title, isFocused = false, lines, height, offset = 0}: Section, isFirst: boolean, width: number): Line {
	const start = clampOffset(offset, lines.length, height);
	const part = lines.length > height ? ` ${start + 1}–${start + height} of ${lines.length} ` : '';
	const named = `${isFocused ? '▸ ' : ''}${title}`;
	const room = width - 6 - displayWidth(part);
	const shown = fit(named, Math.min(displayWidth(drawable(named)), Math.max(0, room)));
	const rule = Math.max(0, width - 4 - displayWidth(shown) - 1 - displayWidth(part));
	return [
		{text: isFirst ? '┌ ' : '├ ', tone: 'faint'},
		{text: shown, isBold: isFocused},
		{
			text: ` ${'─'.repeat(rule)}${part}${isFirst ? '─┐' : '─┤'}`.slice(0, width - 2 - displayWidth(shown)),
			tone: 'faint',
		},
	];
}

function rows({lines, height, offset = 0}: Section, width: number): readonly Line[] {
	const start = clampOffset(offset, lines.length, height);
	const edge: Span = {text: '│', tone: 'faint'};
	return Array.from({length: height}, (_, index) => [edge, ...fitLine(lines[start + index] ?? [], width - 2), edge]);
}
