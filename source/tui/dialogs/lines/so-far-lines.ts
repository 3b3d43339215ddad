import {percent} from '../../../analysis/comparison/percent.ts';
import type {ComparisonSoFar, VersionSoFar} from '../../../analysis/comparison/so-far.ts';
import {formatMs} from '../../../print/figures.ts';
import {tableLines, type Column} from '../../../print/table.ts';
import {verdictTone} from '../../../report/text/cells.ts';
import {pointsWords, shareWords} from '../../../report/text/finding-tables.ts';
import {bar} from '../../lines/figures.ts';
import type {Line} from '../../lines/line.ts';
import type {RunComparison} from '../../runs/run.ts';
import {stateGlyph} from '../../theme.ts';
import {columnName} from './column-name.ts';
import {hanging} from './hanging.ts';

const widestBar = 40;

/** A comparison that runs: how far it is, what was found so far, and the verdict if it ended now. */
export function soFarLines(
	{names, of, soFar}: Extract<RunComparison, {kind: 'running'}>,
	width: number,
): readonly Line[] {
	const {pairs, verdict, reason, question} = soFar;
	const words = ` ${pairs} of ${of} requests to each`;
	const room = Math.max(4, Math.min(widestBar, width - 2 - words.length));
	const tone = verdictTone[verdict] ?? 'waiting';
	const counts = question.looks === 'once' ? 'it is the one at the end that counts' : 'it ends as soon as it is told';
	return [
		[{text: ` ${bar(of === 0 ? 0 : pairs / of, room)}`, tone: 'good'}, {text: words}],
		[],
		...foundTable(soFar, names, width),
		[],
		...hanging(` ${stateGlyph[tone]} `, `so far: ${verdict} (${counts})`, width, tone),
		...hanging('   ', reason, width),
	];
}

interface Row {
	readonly what: string;
	readonly primary: string;
	readonly candidate: string;
	readonly difference: string;
}

function foundTable(
	{primary, candidate, agreement, accuracy}: ComparisonSoFar,
	names: readonly [string, string],
	width: number,
): readonly Line[] {
	const {lower, upper} = agreement.interval;
	const rows: readonly Row[] = [
		...(accuracy
			? [
					{
						what: 'right',
						primary: shareWords(accuracy.primary),
						candidate: shareWords(accuracy.candidate),
						difference: pointsWords(accuracy.difference.lower, accuracy.difference.upper),
					},
				]
			: []),
		{
			what: 'same',
			primary: '-',
			candidate: shareWords(agreement.agreeing),
			difference: `${percent(lower)} to ${percent(upper)}`,
		},
		rowOf('failed', primary, candidate, ({failed}) => String(failed)),
		rowOf('p50', primary, candidate, ({latency}) => formatMs(latency?.p50)),
		rowOf('p95', primary, candidate, ({latency}) => formatMs(latency?.p95)),
	];
	const [one, other] = names.map(name => columnName(name, width).toUpperCase());
	const columns: readonly Column<Row>[] = [
		{header: 'FOUND', cell: row => row.what},
		{header: one ?? '', cell: row => row.primary},
		{header: other ?? '', cell: row => row.candidate},
		{header: 'DIFFERENCE', cell: row => row.difference},
	];
	return tableLines(columns, rows).map((line, index) => [
		{text: ' '},
		...line.map(({text}) => ({text, isBold: index === 0})),
	]);
}

function rowOf(what: string, primary: VersionSoFar, candidate: VersionSoFar, cell: (of: VersionSoFar) => string): Row {
	return {what, primary: cell(primary), candidate: cell(candidate), difference: '-'};
}
