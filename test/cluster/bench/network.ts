import {parseArgs} from 'node:util';
import {formatTable, type Column} from '../../../source/print/table.ts';
import {faults} from '../network/faults.ts';
import {Follower} from '../network/follower.ts';
import {startTestbed} from '../testbed/testbed.ts';
import {builtPlugin} from './plugin.ts';
import {summarise} from './statistics.ts';

// `npm run bench:network`: how soon a daemon follows a change again after each fault of the network, each of ten daemons once
const {values} = parseArgs({
	options: {
		daemons: {type: 'string', default: '10'},
		executable: {type: 'string'},
		fault: {type: 'string', default: ''},
	},
});

interface Row {
	readonly fault: string;
	readonly limitMs: number;
	readonly times: readonly number[];
}

const seconds = (ms: number): string => (ms / 1000).toFixed(1);
const columns: readonly Column<Row>[] = [
	{header: 'FAULT', cell: ({fault}) => fault},
	{header: 'MEDIAN', cell: ({times}) => seconds(summarise(times).p50)},
	{header: 'MAX', cell: ({times}) => seconds(summarise(times).max)},
	{header: 'LIMIT', cell: ({limitMs}) => seconds(limitMs)},
	{header: 'ALL', cell: ({times}) => times.map(seconds).join(' ')},
];

const executable = values.executable ?? (await builtPlugin());
const testbed = await startTestbed();
try {
	const names = Array.from({length: Number(values.daemons)}, (_, index) => `network-${index}`);
	const followers = await Promise.all(names.map(async name => Follower.start(testbed, executable, name)));
	const rows: Row[] = [];
	for (const fault of faults.filter(({name}) => name.includes(values.fault))) {
		await Promise.all(followers.map(async follower => follower.recovers()));
		const times = await Promise.all(followers.map(async follower => follower.followsThrough(fault)));
		rows.push({fault: fault.name, limitMs: fault.limitMs, times});
		console.error(`bench: ${fault.name}: ${times.map(seconds).join(' ')}`);
	}

	console.log('seconds from when the network works again until a change is followed');
	console.log(formatTable(columns, rows, {isWide: true, color: false}).trimEnd());
	await Promise.all(followers.map(async follower => follower.stop()));
} finally {
	await testbed.stop();
}
