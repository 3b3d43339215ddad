import type {Interval, Share} from '../statistics/interval.ts';
import type {PairCounts} from '../statistics/pairs.ts';
import type {Judgement} from '../verdict.ts';

/** A question that has a verdict of its own, by the pairs in which a version did well. */
export interface Finding extends Judgement {
	readonly pairs: PairCounts;
}

/** How often both versions are right. */
export interface Accuracy extends Finding {
	readonly primary: Share;
	readonly primaryInterval: Interval;
	readonly candidate: Share;
	readonly candidateInterval: Interval;
	/** McNemar's exact test. No verdict is read from it. */
	readonly mcnemar: number;
	/** By label, the most frequent first. */
	readonly classes: readonly ClassResult[];
	readonly confusion: Confusion;
}

/** How many different inputs have labels, and which of these do not count for right answers. */
export interface LabelUse {
	readonly given: number;
	/** Since the same input has several labels. */
	readonly contradictory: number;
	/** Since the primary's answer names no class. */
	readonly classless: number;
	/** Whether the primary answers numbers with fractions in place of classes, so that no label counts. */
	readonly areMeasured: boolean;
	/** Only where no label is ever answered, so that none counts: the first one, and what the primary answered. */
	readonly unanswered?: {readonly label: string; readonly answer: string} | undefined;
}

export interface ClassResult {
	readonly label: string;
	readonly pairs: PairCounts;
	/** Whether the candidate is surely worse in it, by a level for all classes together. */
	readonly gotWorse: boolean;
}

/** Counts by what is right, a row each, and what was answered, a column each; other answers, and none, are in the last column. */
export interface Confusion {
	readonly labels: readonly string[];
	readonly primary: readonly (readonly number[])[];
	readonly candidate: readonly (readonly number[])[];
}
