import {compareAnswers} from '../answers/compare-answers.ts';
import {labelsOf} from '../answers/label.ts';
import type {RuleSettings} from '../answers/output.ts';
import {noPairs} from '../statistics/pairs.ts';
import {judgePairs, shareInterval, type Question, type Verdict} from '../verdict.ts';
import {AccuracyCount, sharesOf} from './accuracy.ts';
import {AgreementCount} from './agreement.ts';
import {conclude, concludeNothing, verdictOf, type Deciding} from './conclusion.ts';
import {ContractCount, isBroken} from './contract.ts';
import {DriftCount} from './drift.ts';
import {VersionCount, withFailures} from './failures.ts';
import {forecastOf} from './forecast.ts';
import {latencyFindings, latencyHistogram} from './latency.ts';
import type {Pair} from './pair.ts';
import type {ComparisonResult, ContractDifference} from './result.ts';
import {versionSoFar, type ComparisonSoFar} from './so-far.ts';
import {WorstDisagreements} from './worst.ts';

/** What is known beside the pairs. */
export interface Surroundings {
	/** How long sending took, in milliseconds. */
	readonly elapsedMs: number;
	/** Differences of what the models tell of themselves (`compareMetadata`). */
	readonly metadata: readonly ContractDifference[];
	/** Why latencies of the two cannot be compared, in a clause; undefined where they can. */
	readonly latencyFault?: string | undefined;
	/** Which version did not stay the same model meanwhile, in a clause; undefined where both did. */
	readonly changed?: string | undefined;
}

/**
 * α is split evenly over four things that are said, so that all of them hold together with probability 1 − α (Bonferroni):
 * whether the candidate fails more; whether its predictions are as good (accuracy where labels are known, else agreement);
 * whether it is slower, at p50 or p95; and the details, half for the classes that got worse, half for the agreement of each
 * output. The first two make the verdict. Intervals of a version by itself have the part of what they belong to.
 */
const parts = 4;

/**
 * Gathers what both versions made of the same requests, and says whether the candidate is as good. The memory that it takes
 * grows with the pairs by their latencies and labels alone.
 *
 * Pairs count each for itself: not for requests that fail together, as all do while a pod is restarted. What is sent again
 * counts for failures and latency alone, since a model answers the same to the same.
 */
export class Comparison {
	readonly #question: Question;
	readonly #settings: RuleSettings;
	readonly #inputs = new Set<number>();
	/** Inputs that both versions have answered. */
	readonly #answered = new Set<number>();
	readonly #primary = new VersionCount();
	readonly #candidate = new VersionCount();
	readonly #accuracy: AccuracyCount;
	readonly #agreement = new AgreementCount();
	readonly #contract = new ContractCount();
	readonly #drift: DriftCount;
	readonly #worst = new WorstDisagreements();
	#failures = noPairs;
	#pairs = 0;

	constructor(question: Question, settings: RuleSettings) {
		this.#question = question;
		this.#settings = settings;
		this.#accuracy = new AccuracyCount(settings);
		this.#drift = new DriftCount(settings);
	}

	/** Counts a pair. Tells whether both answered for the first time to its input, and not the same. */
	add(pair: Pair): {readonly isNewDisagreement: boolean} {
		const {input, primary, candidate} = pair;
		this.#pairs++;
		this.#failures = withFailures(this.#failures, pair);
		this.#primary.add(primary);
		this.#candidate.add(candidate);
		// Whoever has answered an input was sent it before.
		if (this.#answered.has(input.index)) return {isNewDisagreement: false};
		const labels = labelsOf(primary.outputs, candidate.outputs, this.#settings);
		if (!this.#inputs.has(input.index)) this.#accuracy.add(pair, labels);
		this.#inputs.add(input.index);
		if (primary.failure !== undefined || candidate.failure !== undefined) return {isNewDisagreement: false};
		this.#answered.add(input.index);
		const comparison = compareAnswers(primary.outputs, candidate.outputs, this.#settings);
		this.#agreement.add(comparison);
		this.#contract.add(comparison, pair);
		this.#drift.add(pair, labels, comparison);
		this.#worst.add(comparison, pair);
		return {isNewDisagreement: !comparison.agrees};
	}

	/** Of the pairs so far. Costs a fraction of a millisecond. */
	get verdict(): Verdict {
		return verdictOf(this.#deciding(this.#part));
	}

	/** What can be told while more pairs come. Costs a few milliseconds, after 100,000 pairs some 20. */
	soFar(): ComparisonSoFar {
		const part = this.#part;
		const deciding = this.#deciding(part);
		const {accuracy, agreeing} = deciding;
		const {verdict, reason} = conclude(deciding);
		return {
			verdict,
			reason,
			question: this.#question,
			pairs: this.#pairs,
			primary: versionSoFar(this.#pairs, this.#primary.latencies),
			candidate: versionSoFar(this.#pairs, this.#candidate.latencies),
			agreement: {agreeing, interval: shareInterval(agreeing, part)},
			...(accuracy && {accuracy: {...sharesOf(accuracy), difference: judgePairs(accuracy, part).difference}}),
		};
	}

	/** All that there is to say of the pairs so far. Costs some 100 ms. */
	result({elapsedMs, metadata, latencyFault, changed}: Surroundings): ComparisonResult {
		const part = this.#part;
		const details = part.alpha / 2;
		const deciding = this.#deciding(part);
		const {latencies: ofPrimary} = this.#primary;
		const {latencies: ofCandidate} = this.#candidate;
		const {accuracy} = deciding;
		const {labels} = this.#accuracy;
		const conclusion = changed === undefined ? conclude(deciding) : concludeNothing(changed);
		return {
			...conclusion,
			question: this.#question,
			settings: this.#settings,
			pairs: this.#pairs,
			inputs: this.#inputs.size,
			elapsedMs,
			primary: this.#primary.result(part),
			candidate: this.#candidate.result(part),
			failures: {...judgePairs(this.#failures, part), pairs: this.#failures},
			agreement: this.#agreement.result(part, details),
			...(accuracy && {accuracy: this.#accuracy.result(accuracy, part, details)}),
			...(labels && {labels}),
			latency: latencyFault === undefined ? latencyFindings(ofPrimary, ofCandidate, part.alpha) : [],
			...(latencyFault !== undefined && {latencyFault}),
			histogram: latencyHistogram(ofPrimary, ofCandidate),
			contract: [...this.#contract.differences, ...metadata],
			drift: this.#drift.result(),
			disagreements: this.#worst.result(),
			...(conclusion.verdict === 'not enough data' &&
				changed === undefined && {forecast: forecastOf(deciding, this.#pairs, elapsedMs)}),
		};
	}

	#deciding(part: Question): Deciding {
		return {
			question: part,
			isBroken: isBroken(this.#contract.differences),
			failures: this.#failures,
			accuracy: this.#accuracy.pairs,
			agreeing: this.#agreement.agreeing,
			inputs: this.#inputs.size,
			hasLabels: this.#accuracy.labels !== undefined,
		};
	}

	/** What is asked of each of the four. */
	get #part(): Question {
		return {...this.#question, alpha: this.#question.alpha / parts};
	}
}
