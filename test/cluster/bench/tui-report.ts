import {formatTable, type Column} from '../../../source/print/table.ts';
import {median, type Summary} from './statistics.ts';

export interface Load {
	readonly apps: number;
	/** Changes in the cluster. */
	readonly perSecond: number;
	readonly seconds: number;
}

export interface TuiFigures {
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
	/** Milliseconds to the first screen with apps. */
	readonly starts: readonly number[];
}

interface Run {
	/** Without a gateway that counts requests, so that there are no numbers, and with one. */
	readonly without: TuiFigures;
	readonly counted: TuiFigures;
	/** Milliseconds that Node takes to do nothing. */
	readonly node: readonly number[];
}

interface Row {
	readonly what: string;
	readonly without: number;
	readonly counted: number;
	/** Of each. */
	readonly bar: number;
	readonly unit: string;
	/** How much more it may be with numbers: beyond this it is no chance. */
	readonly most?: number;
}

const usualMost = 1.25;

const columns: readonly Column<Row>[] = [
	{header: 'WHAT', cell: ({what}) => what},
	{header: 'WITHOUT', cell: ({without, unit}) => `${without.toFixed(1)} ${unit}`},
	{header: 'NUMBERS', cell: ({counted, unit}) => `${counted.toFixed(1)} ${unit}`},
	{header: 'LIMIT', cell: ({bar, unit}) => `${bar} ${unit}`},
	{header: 'RATIO', cell: row => ratioOf(row).toFixed(2)},
	{header: 'LIMIT', cell: ({most}) => (most === undefined ? '–' : String(most))},
	{header: 'RESULT', cell: row => (isKept(row) ? 'pass' : 'FAIL')},
];

/** Prints the figures beside their limits; whether all are kept. */
export function reportTui({apps, perSecond, seconds}: Load, {without, counted, node}: Run): boolean {
	const row = (
		what: string,
		figure: (figures: TuiFigures) => number,
		limit: Pick<Row, 'bar' | 'unit'> & Partial<Row>,
	): Row => ({what, without: figure(without), counted: figure(counted), ...limit});
	const startOf = ({starts}: TuiFigures) => median(starts);
	const rows: readonly Row[] = [
		row('key to screen, p95', ({keys}) => keys.p95, {bar: 50, unit: 'ms', most: usualMost}),
		row('change to screen, p95', ({changes}) => changes.p95, {bar: 500, unit: 'ms', most: usualMost}),
		row('CPU of one core', ({cpuPercent}) => cpuPercent, {bar: 30, unit: '%', most: usualMost}),
		row('memory at most', ({memoryMib}) => memoryMib, {bar: 200, unit: 'MiB', most: usualMost}),
		row('memory grown', ({growthMib}) => growthMib, {bar: 10, unit: 'MiB'}),
		row('written', ({bytesPerSecond}) => bytesPerSecond / 1024, {bar: 40, unit: 'KiB/s'}),
		row('first useful screen', startOf, {bar: 800, unit: 'ms', most: usualMost}),
		row("the same ÷ node -e ''", figures => startOf(figures) / median(node), {bar: 20, unit: '×'}),
	];
	console.log(`${apps} apps, ${perSecond} changes a second for ${seconds} s, 120×40`);
	console.log(formatTable(columns, rows, {isWide: false, color: false}).trimEnd());
	return rows.every(isKept);
}

function isKept(row: Row): boolean {
	const {without, counted, bar, most = Number.POSITIVE_INFINITY} = row;
	return without <= bar && counted <= bar && ratioOf(row) <= most;
}

function ratioOf({without, counted}: Row): number {
	return counted / without;
}
