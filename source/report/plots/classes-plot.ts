import {escapeLine} from '../../print/escape.ts';
import {displayWidth} from '../../print/width.ts';
import {shortened} from '../cut.ts';
import type {Html} from '../html.ts';
import {axisLabel, plainAxis} from './axes.ts';
import {draw} from './draw.ts';

/** How often each version is right in a class, as parts of 1. */
export interface ClassShares {
	readonly name: string;
	readonly primary: number;
	readonly candidate: number;
	readonly gotWorse: boolean;
}

const rowHeight = 26;
const widestLabel = 190;

/** Both versions' shares of right answers, a row for each class: a circle for the primary, a diamond for the candidate. */
export function classesPlot(classes: readonly ClassShares[], description: string): Html {
	const names = classes.map(({name}) => shortened(escapeLine(name), 16));
	const labelWidth = Math.min(widestLabel, 9.5 * Math.max(...names.map(name => displayWidth(name))));
	const lowest = Math.min(...classes.flatMap(({primary, candidate}) => [primary, candidate]));
	return draw(
		{
			grid: {left: labelWidth + 14, right: 24, top: 6, bottom: 46, outerBoundsMode: 'none'},
			xAxis: {
				...plainAxis,
				name: 'answered right',
				nameGap: 30,
				min: Math.max(0, Math.floor(lowest * 10 - 0.2) / 10),
				max: 1,
				splitNumber: 4,
				axisLabel: {...axisLabel, hideOverlap: true, formatter: (value: number) => `${Math.round(value * 100)} %`},
			},
			yAxis: {
				type: 'category',
				inverse: true,
				data: names,
				axisLine: {show: false},
				axisTick: {show: false},
				splitLine: {show: true, lineStyle: {color: 'var(--rule)'}},
				axisLabel: {...axisLabel, interval: 0, color: 'var(--text)'},
			},
			series: [
				...classes.map((one, row) => link(one, row)),
				dots(classes, 'primary', 'circle', 10),
				dots(classes, 'candidate', 'diamond', 13),
			],
		},
		{height: 60 + rowHeight * classes.length, description},
	);
}

function link({primary, candidate, gotWorse}: ClassShares, row: number) {
	return {
		type: 'line' as const,
		silent: true,
		showSymbol: false,
		emphasis: {disabled: true},
		lineStyle: {color: gotWorse ? 'var(--bad)' : 'var(--muted)', width: gotWorse ? 4 : 2},
		data: [
			[primary, row],
			[candidate, row],
		],
	};
}

function dots(classes: readonly ClassShares[], version: 'primary' | 'candidate', symbol: string, symbolSize: number) {
	return {
		type: 'scatter' as const,
		silent: true,
		symbol,
		symbolSize,
		emphasis: {disabled: true},
		itemStyle: {color: `var(--${version})`, opacity: 1},
		data: classes.map((one, row) => [one[version], row]),
	};
}
