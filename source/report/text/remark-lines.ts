import {percent} from '../../analysis/comparison/percent.ts';
import type {ComparisonResult, Drift} from '../../analysis/comparison/result.ts';
import {escapeLine} from '../../print/escape.ts';
import type {TextLine} from '../../print/table.ts';
import {figure, type Names} from './cells.ts';

/** How many differences of the contract are shown, and how many reasons of a version; `-o json` has more. */
const shownDifferences = 10;
const shownReasons = 2;
/** A drift that chance makes more often is not told. */
const noticed = 0.01;

/** What differs in the contract, why latencies cannot be compared, why requests failed, and what is predicted more or less often. */
export function remarkLines(
	{contract, latencyFault, primary, candidate, drift}: ComparisonResult,
	names: Names,
): readonly TextLine[] {
	const lines = [
		...contract.slice(0, shownDifferences).map(({of, name, difference, primary: one, candidate: other, seen}) => {
			const where = seen === 'metadata' ? 'in the metadata' : `in ${seen.answers} answers`;
			return `${of} ${name} ${differenceWords(difference, names, one ?? '', other ?? '')} ${where}`;
		}),
		...(latencyFault === undefined ? [] : [latencyFault]),
		...[primary, candidate].flatMap(({failures, failed}) =>
			failures.slice(0, shownReasons).map(({reason, count}) => `${count} of ${failed.count} failures: ${reason}`),
		),
		...drift.flatMap(driftWords),
	];
	return lines.map(line => [{text: escapeLine(line)}]);
}

/** Nothing of what chance alone makes often. */
function driftWords(drift: Drift): readonly string[] {
	if (drift.pValue > noticed) return [];
	const [what, size] =
		drift.kind === 'labels'
			? (['labels are predicted more or less often: stability index', drift.index] as const)
			: ([`${drift.output} has drifted: distance`, drift.distance] as const);
	return [`${what} ${figure(size)} (as much by chance alone: ${percent(drift.pValue)})`];
}

function differenceWords(
	difference: ComparisonResult['contract'][number]['difference'],
	[primary, candidate]: Names,
	one: string,
	other: string,
): string {
	if (difference === 'new') return `is new in ${candidate} (${other}),`;
	if (difference === 'missing') return `of ${primary} (${one}) is missing in ${candidate},`;
	return `is ${one} in ${primary} and ${other} in ${candidate},`;
}
