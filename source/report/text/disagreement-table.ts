import type {OutputTensor} from '../../analysis/answers/output.ts';
import type {ComparisonResult, Disagreement} from '../../analysis/comparison/result.ts';
import {cutAtDifference} from '../../objects/cut.ts';
import {tableLines, type Column, type TextLine} from '../../print/table.ts';
import {figure, type TableLayout} from './cells.ts';

const shownDisagreements = 5;
const longestOutputs = 24;

/** The inputs whose answers are farthest apart. */
export function disagreementTable(
	{disagreements: found, agreement}: ComparisonResult,
	{names: [primary, candidate], widest, more}: TableLayout,
): readonly TextLine[] {
	if (found.length === 0) return [];
	const columns: readonly Column<Disagreement>[] = [
		{header: 'INPUT', cell: ({where}) => where.split('/').at(-1)},
		...(found.some(({label}) => label !== undefined)
			? [{header: 'LABEL', cell: ({label}: Disagreement) => label ?? '-'}]
			: []),
		{header: primary.toUpperCase(), cell: row => cellOf(row, 'primary', 'candidate')},
		{header: candidate.toUpperCase(), cell: row => cellOf(row, 'candidate', 'primary')},
		{header: 'DISTANCE', cell: ({distance}) => figure(distance)},
	];
	const differing = agreement.agreeing.trials - agreement.agreeing.count;
	const shown = found.slice(0, shownDisagreements);
	const others = differing - shown.length;
	return [...tableLines(columns, shown, widest), ...(others > 0 ? [[{text: `and ${others} more (${more})`}]] : [])];
}

type Side = 'primary' | 'candidate';

/** What one version answers, so that it can be told from what the other does. */
function cellOf(row: Disagreement, side: Side, other: Side): string {
	return cutAtDifference(outputWords(row[side], row), outputWords(row[other], row), longestOutputs);
}

/** `predict=[7]`, of the outputs that differ. */
function outputWords(answered: readonly OutputTensor[], {outputs: differing}: Disagreement): string {
	return answered
		.filter(({name}) => differing.includes(name))
		.map(({name, data}) => `${name}=${JSON.stringify(data)}`)
		.join(' ');
}
