import type {Html} from '../html.ts';
import {axisLabel, plainAxis, ticksBetween} from './axes.ts';
import {draw} from './draw.ts';

/** What was seen in each interval of a run, the first one first. */
export interface TimeSeries {
	/** A colour of the page. */
	readonly color: string;
	/** Undefined of an interval without any. */
	readonly values: readonly (number | undefined)[];
	/** What was expected all the while; a dashed line stands there. */
	readonly expected?: number;
}

/** How an axis of values is drawn. */
export interface ValueAxis {
	readonly words: (value: number) => string;
	/** The axis ends there, rather than above the largest value. */
	readonly max?: number;
}

/** Lines over the time of a run, whose intervals take `intervalMs` each. */
export function timePlot(
	series: readonly TimeSeries[],
	intervalMs: number,
	axis: ValueAxis,
	description: string,
): Html {
	const length = Math.max(1, ...series.map(({values}) => values.length));
	const unit = intervalMs * length >= 300_000 ? {name: 'min', ms: 60_000} : {name: 's', ms: 1000};
	const end = (intervalMs * length) / unit.ms;
	return draw(
		{
			grid: {left: 56, right: 14, top: 12, bottom: 46},
			xAxis: {
				...plainAxis,
				name: `since the start, ${unit.name}`,
				nameGap: 30,
				min: 0,
				max: end,
				splitLine: {show: false},
				axisLine: {show: true, lineStyle: {color: 'var(--rule)'}},
				axisLabel: {...axisLabel, customValues: [...ticksBetween(0, end)], hideOverlap: true},
			},
			yAxis: {
				...plainAxis,
				min: 0,
				...(axis.max === undefined ? {splitNumber: 4} : {max: axis.max, interval: axis.max / 4}),
				axisLabel: {...axisLabel, formatter: axis.words},
			},
			series: series.map(({color, values, expected}) => ({
				type: 'line' as const,
				silent: true,
				showSymbol: values.filter(value => value !== undefined).length === 1,
				symbolSize: 8,
				emphasis: {disabled: true},
				itemStyle: {color},
				lineStyle: {color, width: 2},
				data: values.map((value, index) => [((index + 0.5) * intervalMs) / unit.ms, value ?? Number.NaN]),
				...(expected === undefined ? {} : {markLine: expectedLine(expected, color)}),
			})),
		},
		{height: 230, description},
	);
}

function expectedLine(yAxis: number, color: string) {
	return {
		silent: true,
		symbol: 'none',
		label: {show: false},
		emphasis: {disabled: true},
		lineStyle: {color, width: 1.5, type: 'dashed' as const},
		data: [{yAxis}],
	};
}
