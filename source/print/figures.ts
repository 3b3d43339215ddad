/** What stands where nothing was measured. */
const unknownFigure = '–';

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
