import type {ComparisonResult, ContractDifference, Drift} from '../../analysis/comparison/result.ts';
import {counted, cutList, cutText, shortened} from '../cut.ts';
import {html, type Html} from '../html.ts';
import type {ComparedNames} from '../keys.ts';
import {section} from '../page.ts';
import {table, type TableColumn} from '../table.ts';

const mostRows = 20;

/** How the versions differ in what callers rely on; nothing when they do not. */
export function contractSection({contract}: ComparisonResult, names: ComparedNames): Html | undefined {
	if (contract.length === 0) return undefined;
	const {shown, cut} = cutList(contract, mostRows);
	const columns: readonly TableColumn<ContractDifference>[] = [
		{heading: 'What', cell: ({of, name}) => `${of} ${shortened(name, 60)}`},
		{heading: 'Difference', cell: ({difference}) => difference},
		{heading: shortened(names.primary, 40), cell: ({primary}) => shortened(primary ?? 'none', 80)},
		{heading: shortened(names.candidate, 40), cell: ({candidate}) => shortened(candidate ?? 'none', 80)},
		{heading: 'Told by', cell: ({seen}) => (seen === 'metadata' ? 'metadata' : `${counted(seen.answers)} answers`)},
	];
	return section('Other inputs or outputs', table(cut, columns, shown));
}

/** Why requests failed; nothing when none did. */
export function failuresSection({primary, candidate}: ComparisonResult, names: ComparedNames): Html | undefined {
	const rows = [
		...primary.failures.map(failure => ({version: names.primary, ...failure})),
		...candidate.failures.map(failure => ({version: names.candidate, ...failure})),
	];
	if (rows.length === 0) return undefined;
	const {shown, cut} = cutList(rows, mostRows);
	const columns: readonly TableColumn<(typeof rows)[number]>[] = [
		{heading: 'Version', cell: ({version}) => shortened(version, 60)},
		{heading: 'Requests', isNumber: true, cell: ({count}) => counted(count)},
		{heading: 'Reason', cell: ({reason}) => cutText(reason, 400)},
	];
	return section('Failed requests', table(cut, columns, shown));
}

/** How all predictions of the versions differ as a whole. */
export function driftSection({drift}: ComparisonResult, names: ComparedNames): Html | undefined {
	if (drift.length === 0) return undefined;
	return section(
		'Drift of predictions',
		html`<p class="note">It describes; the verdict is not read from it.</p>`,
		...drift.slice(0, mostRows).map(one => (one.kind === 'labels' ? labelDrift(one, names) : numberDrift(one))),
	);
}

function labelDrift({labels, index, pValue}: Extract<Drift, {kind: 'labels'}>, names: ComparedNames): Html {
	const {shown, cut} = cutList(labels, mostRows);
	const caption = `Answers by label. Population stability index ${index.toFixed(3)}, by chance with probability ${pValue.toPrecision(2)}${cut === undefined ? '' : ` (${cut})`}`;
	return table(
		caption,
		[
			{heading: 'Label', cell: ({label}) => shortened(label, 60)},
			{heading: shortened(names.primary, 40), isNumber: true, cell: ({primary}) => counted(primary)},
			{heading: shortened(names.candidate, 40), isNumber: true, cell: ({candidate}) => counted(candidate)},
		],
		shown,
	);
}

function numberDrift({output, distance, pValue}: Extract<Drift, {kind: 'numbers'}>): Html {
	return html`<p>
		Output ${shortened(output, 60)}: Kolmogorov–Smirnov distance ${distance.toFixed(3)}, by chance with probability
		${pValue.toPrecision(2)}.
	</p>`;
}
