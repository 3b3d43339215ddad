import {parseArgs} from 'node:util';
import {formatTable, type Column} from '../../../source/print/table.ts';
import {measureBeside, type NeighbourResult} from './hostile-measure.ts';
import {harmlessRoutemap, hostileRoutemap} from './hostile-routemaps.ts';
import {builtPlugin} from './plugin.ts';

// `npm run bench:hostile`: how fast honest apps are routed beside routemaps that are written to harm, and beside as many bytes that are not
const {values} = parseArgs({
	options: {
		apps: {type: 'string', default: '50'},
		neighbours: {type: 'string', default: '20'},
		seconds: {type: 'string', default: '300'},
		gap: {type: 'string', default: '100'},
		executable: {type: 'string'},
	},
});

interface Row extends NeighbourResult {
	readonly what: string;
}

const executable = values.executable ?? (await builtPlugin());
const rows: Row[] = [];
for (const [what, routemap] of [
	['harmless', harmlessRoutemap],
	['hostile', hostileRoutemap],
] as const) {
	console.error(`bench: ${what} neighbours`);
	const result = await measureBeside({
		apps: Number(values.apps),
		neighbours: Number(values.neighbours),
		seconds: Number(values.seconds),
		gap: Number(values.gap),
		executable,
		routemap,
	});
	rows.push({what, ...result});
}

const columns: readonly Column<Row>[] = [
	{header: 'NEIGHBOURS', cell: ({what}) => what},
	{header: 'P50', cell: ({reaction}) => reaction.p50.toFixed(1)},
	{header: 'P95', cell: ({reaction}) => reaction.p95.toFixed(1)},
	{header: 'P99', cell: ({reaction}) => reaction.p99.toFixed(1)},
	{header: 'MAX', cell: ({reaction}) => reaction.max.toFixed(1)},
	{header: 'LOST', cell: ({reaction}) => String(reaction.lost)},
	{header: 'MEMORY', cell: ({leader}) => `${leader.peakMiB.toFixed(0)} MiB`},
	{header: 'CPU', cell: ({leader}) => `${leader.cpuSeconds.toFixed(0)} s`},
	{header: 'STANDBY', cell: ({standby}) => `${standby.peakMiB.toFixed(0)} MiB, ${standby.cpuSeconds.toFixed(0)} s`},
	{header: 'ALIVE', cell: ({leader, standby}) => (leader.isAlive && standby.isAlive ? 'both' : 'NOT BOTH')},
	{header: 'HANDOVERS', cell: ({handovers}) => String(handovers)},
	{header: 'REWRITES', cell: ({rewrites}) => String(rewrites)},
	{header: 'EVENTS', cell: ({events}) => String(events)},
];
console.log(formatTable(columns, rows, {isWide: false, color: false}).trimEnd());
const [harmless, hostile] = rows.map(({reaction}) => reaction.p99);
console.log(`p99 beside hostile ones over that beside harmless ones: ${((hostile ?? 0) / (harmless ?? 1)).toFixed(2)}`);
