import {cut} from '../../objects/cut.ts';
import {labelForm, type PairLabels} from '../answers/label.ts';
import type {RuleSettings} from '../answers/output.ts';
import {classesThatGotWorse, countByClass, withCase, type LabelledCase} from '../classes.ts';
import type {Share} from '../statistics/interval.ts';
import {mcnemarTest, noPairs, pairsIn, type PairCounts} from '../statistics/pairs.ts';
import {judgePairs, shareInterval, type Question} from '../verdict.ts';
import type {Accuracy, Confusion, LabelUse} from './accuracy-result.ts';
import type {Pair} from './pair.ts';

/** More classes than a person looks through; those beyond are counted together, and tested all the same. */
const shownClasses = 40;
const longestAnswer = 200;

/**
 * Counts how often each version is right, of inputs whose label is known and of which the primary's answer names a class. No
 * answer is a wrong one.
 */
export class AccuracyCount {
	readonly #settings: RuleSettings;
	readonly #cases: LabelledCase[] = [];
	#pairs = noPairs;
	#given = 0;
	#contradictory = 0;
	#classless = 0;
	#isMeasured = false;
	/** What the primary first answered, where it was wrong. */
	#unanswered: LabelUse['unanswered'];

	constructor(settings: RuleSettings) {
		this.#settings = settings;
	}

	add({input, primary}: Pair, labels: PairLabels): void {
		if (input.label === undefined && !input.isContradicted) return;
		this.#given++;
		if (input.label === undefined) this.#contradictory++;
		else if (primary.failure === undefined && labels.primary === undefined) this.#addClassless(labels);
		else this.#addCase(labelForm(input.label, this.#settings), labels);
	}

	/** What the labels were worth; undefined where none were given. */
	get labels(): LabelUse | undefined {
		if (this.#given === 0) return undefined;
		const isNeverAnswered = !this.#isMeasured && this.pairs === undefined && this.#unanswered !== undefined;
		return {
			given: this.#given,
			contradictory: this.#contradictory,
			classless: this.#classless,
			areMeasured: this.#isMeasured,
			...(isNeverAnswered && {unanswered: this.#unanswered}),
		};
	}

	/**
	 * By which of the versions was right; undefined where labels and answers do not speak of the same: the primary answers measures
	 * in place of classes, or none of either version is ever right.
	 */
	get pairs(): PairCounts | undefined {
		const {bothGood, better, worse} = this.#pairs;
		return !this.#isMeasured && bothGood + better + worse > 0 ? this.#pairs : undefined;
	}

	/** What there is to say of them; classes at the error rate that is left for details. */
	result(pairs: PairCounts, question: Question, ofClasses: number): Accuracy {
		const {primary, candidate} = sharesOf(pairs);
		const counts = countByClass(this.#cases);
		const gotWorse = new Set(classesThatGotWorse(counts, {...question, alpha: ofClasses}));
		const classes = [...counts]
			.map(([label, pairs]) => ({label, pairs, gotWorse: gotWorse.has(label)}))
			.toSorted(
				(one, other) => Number(other.gotWorse) - Number(one.gotWorse) || pairsIn(other.pairs) - pairsIn(one.pairs),
			);
		return {
			...judgePairs(pairs, question),
			pairs,
			primary,
			primaryInterval: shareInterval(primary, question),
			candidate,
			candidateInterval: shareInterval(candidate, question),
			mcnemar: mcnemarTest(pairs),
			classes: classes.slice(0, shownClasses),
			confusion: this.#confusion(classes.slice(0, shownClasses).map(({label}) => label)),
		};
	}

	#addClassless({isMeasured}: PairLabels): void {
		this.#classless++;
		if (isMeasured) this.#isMeasured = true;
	}

	#addCase(label: string, {primary, candidate}: PairLabels): void {
		const one = {label, primary: shortened(primary, label), candidate: shortened(candidate, label)};
		this.#cases.push(one);
		this.#pairs = withCase(this.#pairs, one);
		if (one.primary === undefined || one.primary === label) return;
		this.#unanswered ??= {label: cut(label, longestAnswer), answer: one.primary};
	}

	#confusion(found: readonly string[]): Confusion {
		const labels = found.toSorted((one, other) => one.localeCompare(other, 'en', {numeric: true}));
		const places = new Map(labels.map((label, index) => [label, index]));
		const table = (): number[][] => labels.map(() => Array.from({length: labels.length + 1}, () => 0));
		const [primary, candidate] = [table(), table()];
		const count = (counts: number[][], label: string, answer: string | undefined): void => {
			const row = counts[places.get(label) ?? -1];
			const column = places.get(answer ?? '') ?? labels.length;
			if (row) row[column] = (row[column] ?? 0) + 1;
		};
		for (const each of this.#cases) {
			count(primary, each.label, each.primary);
			count(candidate, each.label, each.candidate);
		}

		return {labels, primary, candidate};
	}
}

/** How often each version is right. */
export function sharesOf(pairs: PairCounts): {readonly primary: Share; readonly candidate: Share} {
	const {bothGood, better, worse} = pairs;
	const trials = pairsIn(pairs);
	return {primary: {count: bothGood + worse, trials}, candidate: {count: bothGood + better, trials}};
}

/** A right answer is the label itself; of a wrong one, which may be a long text, the beginning is enough. */
function shortened(answer: string | undefined, label: string): string | undefined {
	return answer === undefined || answer === label ? answer && label : cut(answer, longestAnswer);
}
