import type {Html} from '../html.ts';
import {axisLabel, plainAxis, ticksBetween} from './axes.ts';
import {draw} from './draw.ts';

/** By how much the candidate is better, as parts of 1, and the interval that holds it. */
export interface Difference {
	/** Up to two lines of a dozen characters. */
	readonly name: string;
	readonly lower: number;
	readonly middle: number;
	readonly upper: number;
	/** A colour of the page. */
	readonly color: string;
}

const rowHeight = 46;
const labelWidth = 104;

/**
 * Each difference as a point in its interval, on one axis in percentage points: 0 is as good as the primary, and what lies left of
 * the margin is too much worse.
 */
export function differencesPlot(differences: readonly Difference[], margin: number, description: string): Html {
	const [low, high] = rangeOf(differences, margin);
	const customValues = [...ticksBetween(low, high)];
	return draw(
		{
			grid: {left: labelWidth, right: 16, top: 30, bottom: 48},
			xAxis: {
				...plainAxis,
				name: '◂ worse      percentage points      better ▸',
				nameGap: 32,
				min: low,
				max: high,
				axisLabel: {...axisLabel, customValues, hideOverlap: true, formatter: signed},
				axisTick: {show: false, customValues},
				splitLine: {show: false},
				axisLine: {show: true, onZero: false, lineStyle: {color: 'var(--rule)'}},
			},
			yAxis: {
				type: 'category',
				inverse: true,
				data: differences.map(({name}) => name),
				axisLine: {show: false},
				axisTick: {show: false},
				axisLabel: {...axisLabel, color: 'var(--text)', margin: 12, lineHeight: 17},
			},
			series: [zones(low, margin), ...differences.flatMap((one, row) => [whisker(one, row), point(one, row)])],
		},
		{height: 78 + rowHeight * differences.length, description},
	);
}

/** Wide enough for all intervals, and for the margin on both sides. */
function rangeOf(differences: readonly Difference[], margin: number): readonly [number, number] {
	const low = Math.min(-margin * 1.5, ...differences.map(({lower}) => lower));
	const high = Math.max(margin, ...differences.map(({upper}) => upper));
	const air = (high - low) * 0.06;
	return [Math.max(-1, low - air), Math.min(1, high + air)];
}

function zones(low: number, margin: number) {
	return {
		type: 'line' as const,
		silent: true,
		data: [],
		markArea: {
			silent: true,
			itemStyle: {color: 'var(--bad)', opacity: 0.12},
			data: [[{xAxis: low}, {xAxis: -margin}] as [{xAxis: number}, {xAxis: number}]],
		},
		markLine: {
			silent: true,
			symbol: 'none',
			emphasis: {disabled: true},
			label: {color: 'var(--muted)', fontSize: 13, position: 'start' as const},
			data: [
				{
					xAxis: 0,
					lineStyle: {color: 'var(--text)', width: 1.5, type: 'solid' as const},
					label: {formatter: ' as good', align: 'left' as const},
				},
				{
					xAxis: -margin,
					lineStyle: {color: 'var(--bad)', width: 1.5, type: 'dashed' as const},
					label: {formatter: 'margin ', align: 'right' as const},
				},
			],
		},
	};
}

function whisker({lower, upper, color}: Difference, row: number) {
	return {
		type: 'line' as const,
		silent: true,
		showSymbol: false,
		emphasis: {disabled: true},
		lineStyle: {color, width: 3},
		data: [
			[lower, row],
			[upper, row],
		],
	};
}

function point({middle, color}: Difference, row: number) {
	return {
		type: 'scatter' as const,
		silent: true,
		symbolSize: 11,
		emphasis: {disabled: true},
		itemStyle: {color, opacity: 1},
		data: [[middle, row]],
	};
}

function signed(value: number): string {
	const points = Number((value * 100).toPrecision(6));
	return `${points > 0 ? '+' : ''}${String(points).replace('-', '−')}`;
}
