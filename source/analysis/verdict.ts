import {exactInterval, type Interval, type Share} from './statistics/interval.ts';
import {pairedDifference} from './statistics/newcombe.ts';
import {pairedSequence} from './statistics/paired-bets.ts';
import type {PairCounts} from './statistics/pairs.ts';
import {rateSequence} from './statistics/rate-bound.ts';

export type Verdict = 'better' | 'no worse' | 'worse' | 'not enough data';

/** What is asked of the candidate, and how surely. */
export interface Question {
	/** By how much it may be worse and still pass, as a part of all cases. */
	readonly margin: number;
	/** How often the verdict may be wrong. */
	readonly alpha: number;
	/** `once`: at a number of cases that was fixed before. `always`: after each case, until it can be told. */
	readonly looks: 'once' | 'always';
}

/** A verdict and the interval that it was read from, so that it holds all that the interval says at the same error rate. */
export interface Judgement {
	readonly verdict: Verdict;
	/** Of the candidate's part of good cases less the primary's. */
	readonly difference: Interval;
}

/**
 * Is the candidate as good, by cases of which one knows how each version did? *better*: more cases are good. *no worse*: not
 * a margin fewer. *worse*: fewer, and it was not shown that they are within the margin.
 */
export function judgePairs(pairs: PairCounts, {margin, alpha, looks}: Question): Judgement {
	const difference = looks === 'once' ? pairedDifference(pairs, alpha) : pairedSequence(pairs, alpha);
	return {verdict: verdictOf(difference, margin, 0), difference};
}

/**
 * Is the candidate as good, when one only knows in how many cases it answers as the primary does? Each other answer may be a
 * worse one, or a better one: so *worse* is said when more than the margin differ, and *better* never.
 */
export function judgeAgreement(agreeing: Share, question: Question): Judgement {
	const {margin} = question;
	const {lower, upper} = shareInterval(agreeing, question);
	const difference = {lower: lower - 1, upper: upper - 1};
	return {verdict: verdictOf(difference, margin, -margin), difference};
}

/** Where a share lies, as surely as a question asks. */
export function shareInterval(share: Share, {alpha, looks}: Pick<Question, 'alpha' | 'looks'>): Interval {
	return looks === 'once' ? exactInterval(share, alpha) : rateSequence(share, alpha);
}

function verdictOf({lower, upper}: Interval, margin: number, worseBelow: number): Verdict {
	if (lower > 0) return 'better';
	if (lower > -margin) return 'no worse';
	return upper < worseBelow ? 'worse' : 'not enough data';
}
