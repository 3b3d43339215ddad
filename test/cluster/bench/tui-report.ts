import {formatTable, type Column} from '../../../source/print/table.ts';
import type {Summary} from './statistics.ts';

export interface TuiFigures {
	readonly apps: number;
	readonly perSecond: number;
	readonly seconds: number;
	/** Milliseconds from a key to the screen. */
	readonly keys: Summary;
	/** Milliseconds from a change in the cluster to the screen. */
	readonly changes: Summary;
	/** Of one core. */
	readonly cpuPercent: number;
	readonly bytesPerSecond: number;
	/** At most. */
	readonly memoryMib: number;
	/** From the middle third of the time to the last. */
	readonly growthMib: number;
	/** To the first screen with apps, the median of five starts. */
	readonly startMs: number;
}

interface Row {
	readonly what: string;
	readonly value: number;
	readonly bar: number;
	readonly unit: string;
	readonly more?: string;
}

const columns: readonly Column<Row>[] = [
	{header: 'WHAT', cell: ({what}) => what},
	{header: 'MEASURED', cell: ({value, unit}) => `${value.toFixed(1)} ${unit}`},
	{header: 'LIMIT', cell: ({bar, unit}) => `${bar} ${unit}`},
	{header: 'RESULT', cell: ({value, bar}) => (value <= bar ? 'pass' : 'FAIL')},
	{header: 'MORE', cell: ({more}) => more ?? ''},
];

/** Prints the figures beside their limits; whether all are kept. */
export function reportTui(figures: TuiFigures): boolean {
	const {keys, changes} = figures;
	const spread = ({p50, p99, max}: Summary) => `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(1)}`;
	const rows: readonly Row[] = [
		{what: 'key to screen, p95', value: keys.p95, bar: 50, unit: 'ms', more: spread(keys)},
		{what: 'change to screen, p95', value: changes.p95, bar: 500, unit: 'ms', more: spread(changes)},
		{what: 'CPU of one core', value: figures.cpuPercent, bar: 30, unit: '%'},
		{what: 'memory at most', value: figures.memoryMib, bar: 200, unit: 'MiB'},
		{what: 'memory grown', value: figures.growthMib, bar: 10, unit: 'MiB'},
		{what: 'written', value: figures.bytesPerSecond / 1024, bar: 40, unit: 'KiB/s'},
		{what: 'first useful screen', value: figures.startMs, bar: 1000, unit: 'ms'},
	];
	console.log(`${figures.apps} apps, ${figures.perSecond} changes a second for ${figures.seconds} s, 120×40`);
	console.log(formatTable(columns, rows, {isWide: false, color: false}).trimEnd());
	return rows.every(({value, bar}) => value <= bar);
}
