import type {Html} from '../html.ts';
import {axisLabel, logTicksBetween, plainAxis, ticksBetween} from './axes.ts';
import {draw} from './draw.ts';

/** How long the answers of a version took. */
export interface LatencySeries {
	/** A colour of the page. */
	readonly color: string;
	/** Of each bin. */
	readonly counts: readonly number[];
	/** Milliseconds; a line stands there. */
	readonly p95: number | undefined;
}

/**
 * The parts of each version's answers by how long they took, one over the other; `edges` are those of the bins, in milliseconds.
 * On an axis of logarithms where bins grow. Ends at which nearly nothing is are left out.
 */
export function latencyPlot(edges: readonly number[], versions: readonly LatencySeries[], description: string): Html {
	const [first, last] = middleBins(edges, versions);
	const shown = edges.slice(first, last + 1);
	const [low = 0, high = 1] = [shown[0], shown.at(-1)];
	const isLog = low > 0 && isGrowing(edges);
	const place = (value: number): number => (isLog ? Math.log10(value) : value);
	const ticks = isLog ? logTicksBetween(low, high) : ticksBetween(low, high);
	const customValues = ticks.map(place);
	return draw(
		{
			grid: {left: 44, right: 14, top: 12, bottom: 46},
			xAxis: {
				...plainAxis,
				name: 'time to answer',
				nameGap: 30,
				min: place(low),
				max: place(high),
				splitLine: {show: false},
				axisLine: {show: true, lineStyle: {color: 'var(--rule)'}},
				axisTick: {show: true, customValues, lineStyle: {color: 'var(--rule)'}},
				axisLabel: {
					...axisLabel,
					customValues,
					hideOverlap: true,
					formatter: (value: number) => tickWords(isLog ? 10 ** value : value),
				},
			},
			yAxis: {
				...plainAxis,
				min: 0,
				splitNumber: 3,
				axisLabel: {...axisLabel, formatter: (value: number) => `${Math.round(value * 100)} %`},
			},
			series: versions.map(({color, counts, p95}, index) => ({
				type: 'line' as const,
				silent: true,
				showSymbol: false,
				emphasis: {disabled: true},
				lineStyle: {color, width: 2, ...(index === 0 ? {type: 'dashed' as const} : {})},
				areaStyle: {color, opacity: 0.16},
				data: outline(shown.map(place), counts.slice(first, last), Math.max(1, sum(counts))),
				...(p95 === undefined ? {} : {markLine: lineAt(place(p95), color)}),
			})),
		},
		{height: 250, description},
	);
}

/** Less than this part of each version's answers is left out at either end: a single slow one would make all others a line. */
const leftOut = 0.01;

/** The bins that nearly all answers are in. */
function middleBins(edges: readonly number[], versions: readonly LatencySeries[]): readonly [number, number] {
	const bins = edges.length - 1;
	const isEmptyTo = (bin: number): boolean => versions.every(({counts}) => partOf(counts, 0, bin) < leftOut);
	const isEmptyFrom = (bin: number): boolean => versions.every(({counts}) => partOf(counts, bin, bins) < leftOut);
	let [first, last] = [0, bins];
	while (first < bins - 1 && isEmptyTo(first + 1)) first++;
	while (last > first + 1 && isEmptyFrom(last - 1)) last--;
	return [first, last];
}

function partOf(counts: readonly number[], from: number, to: number): number {
	return sum(counts.slice(from, to)) / Math.max(1, sum(counts));
}

function sum(counts: readonly number[]): number {
	return counts.reduce((total, count) => total + count, 0);
}

/** Whether each bin is as many times as wide as the one before. */
function isGrowing(edges: readonly number[]): boolean {
	const widths = edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
	return (widths.at(-1) ?? 0) > 1.5 * (widths[0] ?? 0);
}

/** The corners of a histogram, as parts of all that were counted. */
function outline(edges: readonly number[], counts: readonly number[], total: number): [number, number][] {
	const corners = counts.flatMap((count, bin) =>
		[edges[bin], edges[bin + 1]].map(edge => [edge ?? 0, count / total] as [number, number]),
	);
	return [[edges[0] ?? 0, 0], ...corners, [edges.at(-1) ?? 0, 0]];
}

/** `5 ms`, `0.2 ms`, `2 s`. */
function tickWords(milliseconds: number): string {
	const isShort = milliseconds < 999.5;
	return `${Number((isShort ? milliseconds : milliseconds / 1000).toPrecision(4))} ${isShort ? 'ms' : 's'}`;
}

function lineAt(xAxis: number, color: string) {
	return {
		silent: true,
		symbol: 'none',
		animation: false,
		label: {show: false},
		emphasis: {disabled: true},
		lineStyle: {color, width: 1.5, type: 'dotted' as const},
		data: [{xAxis}],
	};
}
