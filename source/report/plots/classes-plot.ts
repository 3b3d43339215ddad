import {escapeLine} from '../../print/escape.ts';
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

/** Both versions' shares of right answers, a row for each class: a circle for the primary, a diamond for the candidate. */
export function classesPlot(classes: readonly ClassShares[], description: string): Html {
	const lowest = Math.min(...classes.flatMap(({primary, candidate}) => [primary, candidate]));
	return draw(
		{
			grid: {left: 12, right: 18, top: 6, bottom: 46, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel'},
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
				data: classes.map(({name}) => escapeLine(name)),
				axisLine: {show: false},
				axisTick: {show: false},
				splitLine: {show: true, lineStyle: {color: 'var(--rule)'}},
				axisLabel: {...axisLabel, interval: 0, color: 'var(--text)', width: 120, overflow: 'truncate'},
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
