/** What stands where nothing was measured. */
export const unknownFigure = '–';

/** Requests a second: `2.1/s`, `118/s`. */
export function formatRate(requestsPerSecond: number | undefined): string {
	if (requestsPerSecond === undefined) return `${unknownFigure}/s`;
	return `${rounded(requestsPerSecond)}/s`;
}

/** A share between 0 and 1: `0 %`, `0.4 %`, `98 %`. */
export function formatShare(share: number | undefined): string {
	return share === undefined ? `${unknownFigure} %` : `${percent(share)} %`;
}

/** Milliseconds: `0.4 ms`, `41 ms`, `2.3 s`. */
export function formatMs(milliseconds: number | undefined): string {
	if (milliseconds === undefined) return `${unknownFigure} ms`;
	return milliseconds < 999.5 ? `${rounded(milliseconds)} ms` : `${rounded(milliseconds / 1000)} s`;
}

function rounded(value: number): string {
	return value === 0 || value >= 9.95 ? String(Math.round(value)) : value.toFixed(1);
}

/** A little is not nothing, and nearly all is not all. */
function percent(share: number): string {
	const value = share * 100;
	if (value > 0 && value < 0.1) return '<0.1';
	if (value > 99.9 && value < 100) return '>99.9';
	return value > 0 && value < 1
		? value.toFixed(1)
		: value > 99 && value < 100
			? value.toFixed(1)
			: String(Math.round(value));
}

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
