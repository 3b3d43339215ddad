import type {ClassResult, LabelUse} from '../analysis/comparison/accuracy-result.ts';
import {lostClasses} from '../analysis/comparison/lost-classes.ts';
import type {ComparisonResult} from '../analysis/comparison/result.ts';
import {pairsIn} from '../analysis/statistics/pairs.ts';
import {counted, shortened} from './cut.ts';
import type {ComparedNames} from './keys.ts';

const longestLabel = 40;
/** Classes that are told beside the verdict; all of them stand in a table. */
const toldClasses = 3;

/**
 * What one must know beside the verdict and its reason, a clause each: classes that got surely worse in spite of it, and what
 * of the labels was worth nothing.
 */
export function caveatsOf(result: ComparisonResult, names: ComparedNames): readonly string[] {
	const {decidedBy, labels} = result;
	if (decidedBy === 'change') return [];
	const worse = lostClasses(result);
	const more = worse.length - toldClasses;
	return [
		...worse.slice(0, toldClasses).map(one => classCaveat(one, names)),
		...(more > 0 ? [`and ${counted(more)} more ${more === 1 ? 'class' : 'classes'}`] : []),
		...(labels ? labelCaveats(labels, names) : []),
	];
}

function classCaveat({label, pairs}: ClassResult, {primary, candidate}: ComparedNames): string {
	const {bothGood, better, worse} = pairs;
	const of = counted(pairsIn(pairs));
	return `but class ${shortened(label, longestLabel)} got worse: ${primary} is right on ${counted(bothGood + worse)} of ${of}, ${candidate} on ${counted(bothGood + better)}`;
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
