import type {AppInfo} from '../../info/app.ts';
import {historyMs, type AppNumbers, type Moment} from '../../metrics/numbers.ts';
import {formatRate} from '../../print/figures.ts';
import {displayWidth} from '../../print/width.ts';
import {drawable, fit, startAndEnd} from '../fit.ts';
import {columnOf} from './figures.ts';
import type {Line, Span} from './line.ts';

/** What happened in one column's part of the past. */
interface Slot {
	/** The highest rate; undefined where nobody looked. */
	readonly rate: number | undefined;
	readonly hasErrors: boolean;
}

const unseen: Slot = {rate: undefined, hasErrors: false};

/**
 * Requests a second of each version for the last ten minutes, one chart below the other, each in `rows` rows and of a scale of its
 * own, since a candidate gets few. Where requests failed there is a × at the bottom. Empty while there is nothing of the past, and
 * where nobody asked any of them.
 */
export function rateChartLines(
	{versions}: AppInfo,
	numbers: AppNumbers,
	{width, rows}: {readonly width: number; readonly rows: number},
): readonly Line[] {
	const shown = versions.filter(
		({title, phase}) => phase !== 'absent' && (numbers.get(title)?.history.length ?? 0) > 1,
	);
	if (shown.length === 0) return [];
	const scaled = shown.map(({title}) => {
		const history = numbers.get(title)?.history ?? [];
		const highest = Math.max(0, ...history.map(({requestsPerSecond = 0}) => requestsPerSecond));
		// Alone it would be read as the rate of now.
		return {title, history, highest, top: `max ${formatRate(highest)}`};
	});
	if (scaled.every(({highest}) => highest === 0)) return [];
	const names = Math.max(
		...scaled.flatMap(({title, top}) => [Math.min(24, displayWidth(drawable(title))), displayWidth(top)]),
		9,
	);
	const columns = Math.max(10, width - names - 5);
	const charts = scaled.flatMap(({title, history, highest, top}) => {
		const slots = slotsOf(history, columns);
		const labels = [startAndEnd(title, names), top];
		return Array.from({length: rows}, (_, row): Line => {
			const label = fit(labels[row] ?? '', names);
			return [
				row === 0 ? {text: ` ${label} `} : {text: ` ${label} `, tone: 'faint'},
				{text: '│', tone: 'faint'},
				...drawnRow(slots, highest, rows - 1 - row, rows),
			];
		});
	});
	const axis = `${'10 min ago'.padEnd(columns - 3)}now`;
	return [
		[{text: ' REQUESTS/S', tone: 'faint'}],
		...charts,
		[{text: `${' '.repeat(names + 2)}└${fit(axis, columns)}`, tone: 'faint'}],
	];
}

/** One row of a chart, counted from below; neighbours of one look are one span. */
function drawnRow(slots: readonly Slot[], highest: number, row: number, rows: number): readonly Span[] {
	const spans: {text: string; tone: Span['tone']}[] = [];
	for (const {rate, hasErrors} of slots) {
		const filled = rate === undefined ? ' ' : columnOf(highest > 0 ? rate / highest : 0, row, rows);
		const text = hasErrors && row === 0 ? '×' : filled;
		const tone = hasErrors ? 'bad' : 'good';
		const last = spans.at(-1);
		if (last?.tone === tone) last.text += text;
		else spans.push({text, tone});
	}

	return spans;
}

/** The past in as many parts as there are columns, oldest first; a part without a moment is as the one shortly before it. */
function slotsOf(history: readonly Moment[], columns: number): readonly Slot[] {
	const last = history.at(-1)?.at ?? 0;
	const slotMs = historyMs / columns;
	const longestPauseMs = 2.5 * usualPauseMs(history);
	const known: Slot[] = [];
	for (const {at, requestsPerSecond, errorShare} of history) {
		const slot = columns - 1 - Math.floor((last - at) / slotMs);
		if (slot < 0 || requestsPerSecond === undefined) continue;
		const {rate = 0, hasErrors} = known[slot] ?? unseen;
		known[slot] = {rate: Math.max(rate, requestsPerSecond), hasErrors: hasErrors || (errorShare ?? 0) > 0};
	}

	const filled: Slot[] = [];
	let seen = Number.NEGATIVE_INFINITY;
	for (let slot = 0; slot < columns; slot++) {
		if (known[slot]) seen = slot;
		filled.push(known[(slot - seen) * slotMs <= longestPauseMs ? seen : slot] ?? unseen);
	}

	return filled;
}

/** Milliseconds from one look to the next; after much longer ones nobody looked. */
function usualPauseMs(history: readonly Moment[]): number {
	const pauses = history.slice(1).map(({at}, index) => at - (history[index]?.at ?? at));
	return pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
}
