const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `width` columns that is full as far as the share (0 to 1), the rest shaded. */
export function bar(share: number, width: number): string {
	const parts = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
	const shown = share > 0 ? Math.max(1, parts) : 0;
	const filled = '█'.repeat(Math.floor(shown / 8)) + (eighths[shown % 8] ?? '');
	return filled + '░'.repeat(Math.max(0, width - Array.from(filled).length));
}

const levels = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Values as a line of bars, each as high as it is beside `highest`; the last `width` of them. */
export function sparkline(values: readonly number[], highest: number, width: number): string {
	return values
		.slice(-width)
		.map(value => levels[Math.min(7, Math.floor((highest > 0 ? value / highest : 0) * 7.99))] ?? '')
		.join('');
}

/**
 * The part of a column that one row of a chart of `rows` rows shows, row 0 being the lowest; the share is that of the whole height.
 * A little is not nothing.
 */
export function columnOf(share: number, row: number, rows: number): string {
	const eighthsHigh = Math.round(Math.min(1, Math.max(0, share)) * rows * 8);
	const shown = (share > 0 ? Math.max(1, eighthsHigh) : 0) - row * 8;
	return shown <= 0 ? ' ' : (levels[Math.min(8, shown) - 1] ?? ' ');
}
