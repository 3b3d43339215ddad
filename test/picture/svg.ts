import {groundColors, type Run} from './cells.ts';

const cell = {width: 8.4, height: 18};
const margin = 14;
const fontSize = 14;
/** From the top of a cell to the line that letters stand on. */
const baseline = 13.5;

/** A screen as an SVG. Each run has its place and its length, so that columns stay columns in whatever font there is. */
export function toSvg(rows: readonly (readonly Run[])[], columns: number, title: string): string {
	const width = columns * cell.width + 2 * margin;
	const height = rows.length * cell.height + 2 * margin;
	const lines = rows.flatMap((runs, row) => runs.flatMap(run => runSvg(run, margin + row * cell.height)));
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${number(height)}" role="img" font-size="${fontSize}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" fill="${groundColors.text}" xml:space="preserve">`,
		`<title>${escape(title)}</title>`,
		`<rect width="100%" height="100%" rx="8" fill="${groundColors.background}"/>`,
		...lines,
		'</svg>',
		'',
	].join('\n');
}

/** The text of a picture, row by row, without spaces at the ends of rows. */
export function textOfSvg(svg: string): string {
	const rows = new Map<number, string>();
	for (const [, x = '', y = '', content = ''] of svg.matchAll(
		/<text x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)<\/text>/g,
	)) {
		const row = Math.round((Number(y) - margin - baseline) / cell.height);
		const column = Math.round((Number(x) - margin) / cell.width);
		rows.set(row, (rows.get(row) ?? '').padEnd(column) + unescape(content));
	}

	const last = Math.max(...rows.keys());
	return Array.from({length: last + 1}, (_, row) => (rows.get(row) ?? '').trimEnd()).join('\n');
}

function runSvg({text, column, width, color, background, isBold, isDim}: Run, top: number): readonly string[] {
	const x = margin + column * cell.width;
	const length = number(width * cell.width);
	const ground =
		background === undefined
			? []
			: [`<rect x="${number(x)}" y="${number(top)}" width="${length}" height="${cell.height}" fill="${background}"/>`];
	if (text.trim() === '') return ground;
	const look = [
		...(color === undefined ? [] : [`fill="${color}"`]),
		...(isBold ? ['font-weight="bold"'] : []),
		...(isDim ? ['opacity="0.6"'] : []),
	];
	const place = `x="${number(x)}" y="${number(top + baseline)}" textLength="${length}" lengthAdjust="spacingAndGlyphs"`;
	return [...ground, `<text ${[place, ...look].join(' ')}>${escape(text)}</text>`];
}

function number(value: number): string {
	return String(Math.round(value * 10) / 10);
}

function escape(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescape(text: string): string {
	return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
