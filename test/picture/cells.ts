import type {Terminal} from '@xterm/headless';

/** How a run of characters looks. */
export interface Style {
	/** `#rrggbb`; undefined for the terminal's own. */
	readonly color: string | undefined;
	readonly background: string | undefined;
	readonly isBold: boolean;
	readonly isDim: boolean;
}

/** Characters of one look in one row. */
export interface Run extends Style {
	readonly column: number;
	/** In columns. */
	readonly width: number;
	readonly text: string;
}

/** What a terminal shows, row by row. */
export function runsOf(terminal: Terminal): readonly (readonly Run[])[] {
	return Array.from({length: terminal.rows}, (_, row) => rowOf(terminal, row));
}

function rowOf(terminal: Terminal, row: number): readonly Run[] {
	const buffer = terminal.buffer.active;
	const line = buffer.getLine(buffer.viewportY + row);
	const runs: Run[] = [];
	for (let column = 0; column < terminal.cols; column++) {
		const cell = line?.getCell(column);
		if (!cell || cell.getWidth() === 0) continue;
		const [own, behind] = [
			cell.isFgDefault() ? undefined : colorOf(cell.getFgColor(), cell.isFgRGB()),
			cell.isBgDefault() ? undefined : colorOf(cell.getBgColor(), cell.isBgRGB()),
		];
		const isInverse = cell.isInverse() !== 0;
		const style: Style = {
			color: isInverse ? (behind ?? groundColors.background) : own,
			background: isInverse ? (own ?? groundColors.text) : behind,
			isBold: cell.isBold() !== 0,
			isDim: cell.isDim() !== 0,
		};
		const text = cell.getChars() || ' ';
		const last = runs.at(-1);
		const width = cell.getWidth();
		if (last && isSame(last, style)) {
			runs[runs.length - 1] = {...last, text: last.text + text, width: last.width + width};
		} else runs.push({...style, column, width, text});
	}

	return runs;
}

/** The terminal's own colours. */
export const groundColors = {background: '#0d1117', text: '#d1d7e0'};

/** Black, red, green, yellow, blue, magenta, cyan, white, then the same bright. */
const palette =
	'#484f58 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #b1bac4 #6e7681 #ffa198 #56d364 #e3b341 #79c0ff #d2a8ff #56d4dd #ffffff'.split(
		' ',
	);

/** A colour of xterm's palette of 256, or one in RGB. */
function colorOf(color: number, isRgb: boolean): string {
	if (isRgb) return `#${color.toString(16).padStart(6, '0')}`;
	const named = palette[color];
	if (named !== undefined) return named;
	const levels = color >= 232 ? [0, 0, 0].map(() => 8 + (color - 232) * 10) : cubeLevels(color - 16);
	return `#${levels.map(level => level.toString(16).padStart(2, '0')).join('')}`;
}

function cubeLevels(index: number): readonly number[] {
	return [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map(step => (step === 0 ? 0 : 55 + step * 40));
}

function isSame(a: Style, b: Style): boolean {
	return a.color === b.color && a.background === b.background && a.isBold === b.isBold && a.isDim === b.isDim;
}
