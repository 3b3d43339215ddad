import {formatTable, type Column} from '../../../source/print/table.ts';
import type {LoopResult, Result} from './measure.ts';
import type {Summary} from './statistics.ts';

interface Row {
	readonly what: string;
	readonly summary: Summary;
	readonly floor: Summary;
	readonly loop?: LoopResult;
}

const fixed = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '-';

const columns: readonly Column<Row>[] = [
	{header: 'WHAT', cell: ({what}) => what},
	{header: 'P50', cell: ({summary}) => fixed(summary.p50, 1)},
	{header: 'P95', cell: ({summary}) => fixed(summary.p95, 1)},
	{header: 'P99', cell: ({summary}) => fixed(summary.p99, 1)},
	{header: 'MAX', cell: ({summary}) => fixed(summary.max, 1)},
	{header: 'P50/FLOOR', cell: ({summary, floor}) => fixed(summary.p50 / floor.p50, 2)},
	{header: 'P99/FLOOR', cell: ({summary, floor}) => fixed(summary.p99 / floor.p50, 2)},
	{header: 'LOST', cell: ({summary}) => String(summary.lost)},
	{header: 'CPU', cell: ({loop}) => fixed(loop?.cpuPerChange, 2)},
	{header: 'APPLIES', cell: ({loop}) => fixed(loop?.appliesPerChange, 2)},
];

/** A result as a table, milliseconds throughout; both ratios are over the floor's median, CPU and applies are for one change. */
export function describe({apps, floor, floorMedians, loops, firstSync, memoryMiB, warnings}: Result): string {
	const rows: readonly Row[] = [
		{what: 'floor', summary: floor, floor},
		{what: 'closed', summary: loops.closed, floor, loop: loops.closed},
		{what: 'open', summary: loops.open, floor, loop: loops.open},
	];
	return [
		`${apps} apps`,
		formatTable(columns, rows, {isWide: false, color: false}).trimEnd(),
		`floor's median by round: ${floorMedians.map(value => fixed(value, 1)).join(' ')}`,
		`first sync: routes ${fixed(firstSync.routes, 0)} ms, finalizers too ${fixed(firstSync.finalizers, 0)} ms`,
		`memory: ${fixed(memoryMiB.now, 0)} MiB, at most ${fixed(memoryMiB.peak, 0)} MiB`,
		`warnings: ${warnings.length}${warnings
			.slice(0, 5)
			.map(line => `\n  ${line}`)
			.join('')}`,
		'',
	].join('\n');
}
