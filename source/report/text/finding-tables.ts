import {percent} from '../../analysis/comparison/percent.ts';
import type {ComparisonResult, LatencyFinding} from '../../analysis/comparison/result.ts';
import type {Share} from '../../analysis/statistics/interval.ts';
import {formatMs} from '../../print/figures.ts';
import {tableLines, type Column, type TextLine} from '../../print/table.ts';
import {figure, verdictCell, type TableLayout} from './cells.ts';

/** How many rows are shown; `-o json` has more. */
const shownRows = 10;

interface FindingRow {
	readonly what: string;
	readonly primary: string;
	readonly candidate: string;
	readonly difference: string;
	readonly verdict: string;
}

/** What was found, a row each: right answers, equal ones, failures, latencies. */
export function findingTable(
	result: ComparisonResult,
	{names: [primary, candidate], isNarrow}: TableLayout,
): readonly TextLine[] {
	const {accuracy, agreement, failures} = result;
	const rows: readonly FindingRow[] = [
		...(accuracy
			? [
					{
						what: 'right',
						primary: shareWords(accuracy.primary),
						candidate: shareWords(accuracy.candidate),
						difference: pointsWords(accuracy.difference.lower, accuracy.difference.upper),
						verdict: accuracy.verdict,
					},
				]
			: []),
		{
			what: 'same',
			primary: '-',
			candidate: shareWords(agreement.agreeing),
			difference: `${percent(agreement.interval.lower)} to ${percent(agreement.interval.upper)}`,
			// With labels it says nothing of which is right.
			verdict: accuracy ? '-' : agreement.verdict,
		},
		{
			what: 'failed',
			primary: shareWords(result.primary.failed),
			candidate: shareWords(result.candidate.failed),
			difference: pointsWords(-failures.difference.upper, -failures.difference.lower),
			verdict: failures.verdict,
		},
		...latencyRows(result),
	];
	const columns: readonly Column<FindingRow>[] = [
		{header: 'FOUND', cell: row => row.what},
		{header: primary.toUpperCase(), cell: row => row.primary},
		{header: candidate.toUpperCase(), cell: row => row.candidate},
		...(isNarrow ? [] : [{header: 'DIFFERENCE', cell: ({difference}: FindingRow) => difference}]),
		{header: 'VERDICT', cell: row => verdictCell(row.verdict)},
	];
	return tableLines(columns, rows);
}

/** What cannot be compared stands there without a verdict. */
function latencyRows({latency, latencyFault, primary, candidate}: ComparisonResult): readonly FindingRow[] {
	if (latencyFault !== undefined) {
		return (['p50', 'p95'] as const).map(what => ({
			what,
			primary: formatMs(primary.latency?.[what]),
			candidate: formatMs(candidate.latency?.[what]),
			difference: '-',
			verdict: '-',
		}));
	}

	return latency.map(finding => ({
		what: finding.quantile,
		primary: formatMs(finding.primary),
		candidate: formatMs(finding.candidate),
		difference: ratioWords(finding),
		verdict: finding.verdict,
	}));
}

/** How each output was compared; nothing where there is one alone. */
export function outputTable({agreement}: ComparisonResult, {widest}: TableLayout): readonly TextLine[] {
	type Row = (typeof agreement.outputs)[number];
	if (agreement.outputs.length < 2) return [];
	const columns: readonly Column<Row>[] = [
		{header: 'OUTPUT', cell: ({output}) => output},
		{header: 'AS', cell: ({rule}) => rule ?? '-'},
		{header: 'SAME', cell: ({agreeing: {count, trials}}) => percent(count / trials)},
		{header: 'FARTHEST', cell: ({farthest}) => figure(farthest)},
		{header: 'VERDICT', cell: ({verdict}) => verdictCell(verdict)},
	];
	return tableLines(columns, agreement.outputs.slice(0, shownRows), widest);
}

/** The classes that got worse. */
export function classTable(
	{accuracy}: ComparisonResult,
	{names: [primary, candidate], widest}: TableLayout,
): readonly TextLine[] {
	const worse = accuracy?.classes.filter(({gotWorse}) => gotWorse) ?? [];
	if (worse.length === 0) return [];
	const right = (good: number, {pairs: {bothGood, bothBad, better, worse: lost}}: (typeof worse)[number]): string =>
		`${bothGood + good} of ${bothGood + bothBad + better + lost}`;
	const columns: readonly Column<(typeof worse)[number]>[] = [
		{header: 'CLASS', cell: ({label}) => label},
		{header: primary.toUpperCase(), cell: row => right(row.pairs.worse, row)},
		{header: candidate.toUpperCase(), cell: row => right(row.pairs.better, row)},
		{header: 'VERDICT', cell: () => verdictCell('worse')},
	];
	return tableLines(columns, worse.slice(0, shownRows), widest);
}

/** `93.9 %`; `-` of nothing. */
export function shareWords({count, trials}: Share): string {
	return trials === 0 ? '-' : percent(count / trials);
}

/** A difference of two shares: `-0.9 to +0.8 points`. */
export function pointsWords(lower: number, upper: number): string {
	const signed = (share: number): string => {
		const text = (share * 100).toFixed(1);
		return Number(text) === 0 ? '0' : share > 0 ? `+${text}` : text;
	};
	return `${signed(lower)} to ${signed(upper)} points`;
}

function ratioWords({ratio: {lower, upper}}: LatencyFinding): string {
	if (lower === undefined) return upper === undefined ? '-' : `up to ${figure(upper)} times`;
	return upper === undefined ? `${figure(lower)} times or more` : `${figure(lower)} to ${figure(upper)} times`;
}
