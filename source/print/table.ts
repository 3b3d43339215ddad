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

/**
 * A table that can grow, as `kubectl get -w` prints it: each call returns the lines of more rows, the first also the headers,
 * and columns never become narrower again. Cells are escaped, and cut where they are very long.
 */
export function createTable<Row>(columns: readonly Column<Row>[], {isWide, color}: TableStyle) {
	const shown = columns.filter(column => isWide || column.isWide !== true);
	const widths = shown.map(() => narrowest);
	let isFirst = true;

	return (rows: readonly Row[]): string => {
		const lines = rows.map(row => shown.map(column => toCell(column.cell(row))));
		if (isFirst) lines.unshift(shown.map(column => toCell(column.header)));
		isFirst = false;
		for (const line of lines) {
			for (const [index, {text}] of line.entries()) {
				widths[index] = Math.max(widths[index] ?? 0, displayWidth(text) + padding);
			}
		}

		return lines.map(line => `${formatLine(line, widths, color)}\n`).join('');
	};
}

/** A whole table with its headers, one line a row. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], style: TableStyle): string {
	return createTable(columns, style)(rows);
}

interface ToneText {
	readonly text: string;
	readonly tone: Tone | undefined;
}

function toCell(cell: Cell): ToneText {
	const {text, tone} = typeof cell === 'object' ? cell : {text: cell ?? '', tone: undefined};
	return {text: text === '' ? '<none>' : cutTo(escapeLine(text), widest), tone};
}

function formatLine(cells: readonly ToneText[], widths: readonly number[], color: boolean): string {
	return cells
		.map(({text, tone}, index) => {
			const isLast = index === cells.length - 1;
			const space = isLast ? '' : ' '.repeat((widths[index] ?? 0) - displayWidth(text));
			return `${color ? paint(text, tone) : text}${space}`;
		})
		.join('');
}
