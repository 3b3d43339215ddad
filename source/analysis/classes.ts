import {binomialUpperTail} from './statistics/functions/binomial.ts';
import {logEvidenceWorse} from './statistics/paired-bets.ts';
import {noPairs, type PairCounts} from './statistics/pairs.ts';
import type {Question} from './verdict.ts';

/** A case whose right answer is known, and what the versions answered; undefined when they gave no label. */
export interface LabelledCase {
	readonly label: string;
	readonly primary: string | undefined;
	readonly candidate: string | undefined;
}

/** By which of the versions was right. */
export function countPairs(cases: Iterable<LabelledCase>): PairCounts {
	let pairs = noPairs;
	for (const one of cases) pairs = withCase(pairs, one);
	return pairs;
}

/** The counts of each class by itself, in the order in which classes come. */
export function countByClass(cases: Iterable<LabelledCase>): ReadonlyMap<string, PairCounts> {
	const classes = new Map<string, PairCounts>();
	for (const one of cases) classes.set(one.label, withCase(classes.get(one.label) ?? noPairs, one));
	return classes;
}

/** The counts with one more case. */
export function withCase(pairs: PairCounts, {label, primary, candidate}: LabelledCase): PairCounts {
	const [isPrimaryRight, isCandidateRight] = [primary === label, candidate === label];
	if (isPrimaryRight && isCandidateRight) return {...pairs, bothGood: pairs.bothGood + 1};
	if (isCandidateRight) return {...pairs, better: pairs.better + 1};
	return isPrimaryRight ? {...pairs, worse: pairs.worse + 1} : {...pairs, bothBad: pairs.bothBad + 1};
}

/**
 * The classes that the candidate knows less well than the primary, the surest first: by McNemar's exact test of one side, or
 * by bets when one looks again and again, with α divided by the number of classes (Bonferroni), so that none is named falsely
 * with probability 1 − α.
 */
export function classesThatGotWorse(
	classes: ReadonlyMap<string, PairCounts>,
	{alpha, looks}: Pick<Question, 'alpha' | 'looks'>,
): readonly string[] {
	const chanceOf = (pairs: PairCounts): number =>
		looks === 'once'
			? binomialUpperTail(pairs.worse, pairs.better + pairs.worse, 0.5)
			: Math.exp(-logEvidenceWorse(pairs, 0));
	return [...classes]
		.map(([name, pairs]) => ({name, chance: chanceOf(pairs)}))
		.filter(({chance}) => chance <= alpha / classes.size)
		.toSorted((one, other) => one.chance - other.chance)
		.map(({name}) => name);
}
