import type {Share} from '../statistics/interval.ts';
import {pairsIn, type PairCounts} from '../statistics/pairs.ts';
import {judgeAgreement, judgePairs, type Judgement, type Question, type Verdict} from '../verdict.ts';
import {percent, tenths} from './percent.ts';
import type {ComparisonResult} from './result.ts';

/** All that a verdict is made of. */
export interface Deciding {
	/** Of each of them. */
	readonly question: Question;
	/** Whether callers of the primary miss an output of the candidate. */
	readonly isBroken: boolean;
	/** By which version answered well. */
	readonly failures: PairCounts;
	/** By which version was right; undefined where nobody knows. */
	readonly accuracy: PairCounts | undefined;
	readonly agreeing: Share;
	/** Different inputs that were sent. */
	readonly inputs: number;
	/** Whether one of them has a label, which may be worth nothing. */
	readonly hasLabels: boolean;
}

type Conclusion = Pick<ComparisonResult, 'verdict' | 'decidedBy' | 'reason'>;

/**
 * The verdict on a candidate: *worse* when it breaks what callers rely on or is worse in one respect; *not enough data* while
 * one respect is not told; *better* when it is better in one; else *no worse*.
 */
export function verdictOf(deciding: Deciding): Verdict {
	return deciderOf(deciding).verdict;
}

/** The verdict and what it was read from, in words. */
export function conclude(deciding: Deciding): Conclusion {
	const {verdict, decidedBy, difference} = deciderOf(deciding);
	const reason = {
		contract: () => 'the candidate lacks an output of the primary, or answers it with another datatype',
		failures: () => failureWords(deciding.failures, difference, verdict),
		accuracy: () => accuracyWords(deciding, difference, verdict),
		agreement: () => agreementWords(deciding, difference, verdict),
	}[decidedBy]();
	return {verdict, decidedBy, reason};
}

/** There is no verdict on a version that did not stay the same model. @param changed Which one, in a clause */
export function concludeNothing(changed: string): Conclusion {
	return {
		verdict: 'not enough data',
		decidedBy: 'change',
		reason: `${changed}: nothing of this counts, compare again`,
	};
}

interface Decider extends Judgement {
	readonly decidedBy: Exclude<Conclusion['decidedBy'], 'change'>;
}

/** In the order in which one of them decides where several say the same: the predictions before the failures. */
function deciderOf({question, isBroken, failures, accuracy, agreeing}: Deciding): Decider {
	const ofPredictions: Decider = accuracy
		? {decidedBy: 'accuracy', ...judgePairs(accuracy, question)}
		: {decidedBy: 'agreement', ...judgeAgreement(agreeing, question)};
	if (isBroken) return {...ofPredictions, decidedBy: 'contract', verdict: 'worse'};
	const all: readonly Decider[] = [ofPredictions, {decidedBy: 'failures', ...judgePairs(failures, question)}];
	const orders: readonly Verdict[] = ['worse', 'not enough data', 'better'];
	return orders.flatMap(verdict => all.find(each => each.verdict === verdict) ?? [])[0] ?? ofPredictions;
}

function failureWords(pairs: PairCounts, difference: Judgement['difference'], verdict: Verdict): string {
	const trials = pairsIn(pairs);
	const [primary, candidate] = [pairs.bothBad + pairs.better, pairs.bothBad + pairs.worse];
	// A failure more is a good answer less.
	const more = {lower: -difference.upper, upper: -difference.lower};
	return `the candidate fails ${candidate} of ${trials} requests, the primary ${primary}: ${changeWords(more, verdict, 'more', 'fewer')}`;
}

function accuracyWords(deciding: Deciding, {lower, upper}: Judgement['difference'], verdict: Verdict): string {
	const pairs = deciding.accuracy ?? deciding.failures;
	const trials = pairsIn(pairs);
	const inputs = trials < deciding.inputs ? 'labelled inputs, which alone count' : 'inputs';
	const right = (count: number): string => percent(count / trials);
	const [primary, candidate] = [right(pairs.bothGood + pairs.worse), right(pairs.bothGood + pairs.better)];
	const fewer = {lower: -upper, upper: -lower};
	return `the candidate is right on ${candidate} of ${trials} ${inputs}, the primary on ${primary}: ${changeWords(fewer, verdict, 'fewer', 'more')}`;
}

function agreementWords(
	{agreeing, question, hasLabels}: Deciding,
	difference: Judgement['difference'],
	verdict: Verdict,
): string {
	if (agreeing.trials === 0) return 'no input was answered well by both versions';
	const differing = agreeing.trials - agreeing.count;
	const share = percent(differing / agreeing.trials);
	const counted = `${differing} of ${agreeing.trials} inputs are answered differently (${share})`;
	const [least, most] = [percent(-difference.upper), percent(-difference.lower)];
	if (verdict === 'no worse') return `${counted}, of all such inputs at most ${most}`;
	if (verdict !== 'worse') return `${counted}, of all such inputs ${least} to ${most}`;
	const advice = hasLabels ? '' : '; labels would tell which answers are right';
	return `${counted}, of all such inputs ${least} to ${most}, more than the margin of ${percent(question.margin)}${advice}`;
}

/** An interval of something of which more is worse, in percentage points. */
function changeWords({lower, upper}: Judgement['difference'], verdict: Verdict, worse: string, better: string): string {
	if (verdict === 'worse') return `${points(lower)} to ${points(upper)} points ${worse}`;
	if (verdict === 'better') return `${points(-upper)} to ${points(-lower)} points ${better}`;
	if (verdict === 'no worse') return `at most ${points(upper)} points ${worse}`;
	return `from ${points(-lower)} points ${better} to ${points(upper)} ${worse}`;
}

function points(share: number): string {
	return tenths(Math.max(0, share));
}
