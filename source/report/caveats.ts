import type {ComparisonResult, LabelUse} from '../analysis/comparison/result.ts';
import {counted, shortened} from './cut.ts';
import type {ComparedNames} from './keys.ts';

const longestLabel = 40;

/** What one must know beside the verdict and its reason, a clause each: what of the labels was worth nothing. */
export function caveatsOf({labels}: ComparisonResult, names: ComparedNames): readonly string[] {
	return labels === undefined ? [] : labelCaveats(labels, names);
}

function labelCaveats(
	{given, contradictory, classless, areMeasured, unanswered}: LabelUse,
	{primary}: ComparedNames,
): readonly string[] {
	if (areMeasured) return [`labels tell nothing here: ${primary} answers numbers, which are no classes`];
	const left = (count: number): string =>
		`${counted(count)} of ${counted(given)} labelled inputs ${count === 1 ? 'does' : 'do'} not count for right answers`;
	return [
		...(contradictory > 0 ? [`${left(contradictory)}: the same input has other labels, too`] : []),
		...(classless > 0 ? [`${left(classless)}: ${primary} names no class, or several`] : []),
		...(unanswered
			? [
					`labels tell nothing here, since none is ever answered: for "${shortened(unanswered.label, longestLabel)}" ${primary} says "${shortened(unanswered.answer, longestLabel)}"`,
				]
			: []),
	];
}
