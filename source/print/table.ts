import {paint, type Tone} from './color.ts';
import {escapeLine} from './escape.ts';
import {cutTo, displayWidth} from './width.ts';

/** A cell's text, coloured by what it means. Without text it prints as `<none>`. */
export type Cell = string | undefined | {readonly text: string; readonly tone: Tone};

export interface Column<Row> {
	/** Upper-case, without spaces. */
	readonly header: string;
	readonly cell: (row: Row) => Cell;
	/** Only with `-o wide`. */
	readonly isWide?: boolean;
}

interface TableStyle {
	readonly isWide: boolean;
	readonly color: boolean;
}

// The widths of kubectl's tab writer (k8s.io/cli-runtime, `printers.GetNewTabWriter`).
const padding = 3;
const narrowest = 6;
/** Wide enough for any name; `-o json` has the whole of a text that is cut. */
const widest = 256;

/** A piece of text, coloured by what it means. */
export interface ToneText {
	readonly text: string;
	readonly tone?: Tone | undefined;
}

/** One line of text, from left to right. */
export type TextLine = readonly ToneText[];

/**
 * A table that can grow, as `kubectl get -w` prints it: each call returns the lines of more rows, the first also the headers,
 * and columns never become narrower again. Cells are escaped, and cut where they are very long.
 */
export function createTable<Row>(columns: readonly Column<Row>[], {isWide, color}: TableStyle) {
	const layOut = createLayout(columns, {isWide, widest});
	return (rows: readonly Row[]): string => paintLines(layOut(rows), color);
}

/** A whole table with its headers, one line a row. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], style: TableStyle): string {
	return createTable(columns, style)(rows);
}

/** The same as lines that are not painted yet, cells of at most `widest` columns. */
export function tableLines<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	mostWidth = widest,
): readonly TextLine[] {
	return createLayout(columns, {isWide: false, widest: mostWidth})(rows);
}

/** Lines as they are printed. Their texts are escaped already. */
export function paintLines(lines: readonly TextLine[], color: boolean): string {
	return lines.map(line => `${line.map(({text, tone}) => (color ? paint(text, tone) : text)).join('')}\n`).join('');
}

function createLayout<Row>(
	columns: readonly Column<Row>[],
	{isWide, widest}: Pick<TableStyle, 'isWide'> & {readonly widest: number},
) {
	const shown = columns.filter(column => isWide || column.isWide !== true);
	const widths = shown.map(() => narrowest);
	let isFirst = true;

	return (rows: readonly Row[]): readonly TextLine[] => {
		const lines = rows.map(row => shown.map(column => toCell(column.cell(row), widest)));
		if (isFirst) lines.unshift(shown.map(column => toCell(column.header, widest)));
		isFirst = false;
		for (const line of lines) {
			for (const [index, {text}] of line.entries()) {
				widths[index] = Math.max(widths[index] ?? 0, displayWidth(text) + padding);
			}
		}

		return lines.map(line => spaced(line, widths));
	};
}

function toCell(cell: Cell, widest: number): ToneText {
	const {text, tone} = typeof cell === 'object' ? cell : {text: cell ?? '', tone: undefined};
	return {text: text === '' ? '<none>' : cutTo(escapeLine(text), widest), tone};
}

function spaced(cells: TextLine, widths: readonly number[]): TextLine {
	return cells.flatMap((cell, index) => {
		const isLast = index === cells.length - 1;
		return isLast ? [cell] : [cell, {text: ' '.repeat((widths[index] ?? 0) - displayWidth(cell.text))}];
	});
}
