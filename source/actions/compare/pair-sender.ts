import {Comparison} from '../../analysis/comparison/comparison.ts';
import type {Pair, VersionAnswer} from '../../analysis/comparison/pair.ts';
import type {Input} from '../../inference/input/input.ts';
import type {Outcome} from '../../inference/load.ts';
import {AnswerCount} from '../send-test/answer-count.ts';
import type {ComparisonPlan} from './comparison-plan.ts';
import {randomNumbers} from './random-numbers.ts';
import type {VersionAsker} from './version-asker.ts';

interface Askers {
	readonly primary: VersionAsker;
	readonly candidate: VersionAsker;
}

/** So many pairs without a good answer of a version from the start on are enough to see that it gives none. */
const hopelessPairs = 5;

/** Sends inputs to two versions in pairs, and gathers what comes of them. */
export class PairSender {
	readonly comparison: Comparison;
	/** The requests of pairs that count. */
	readonly answers = new AnswerCount();
	readonly #askers: Askers;
	readonly #numbers: readonly number[];
	readonly #plan: ComparisonPlan;
	readonly #signal: AbortSignal;
	readonly #random: () => number;
	readonly #good = {primary: 0, candidate: 0};
	#pairs = 0;

	constructor(askers: Askers, plan: ComparisonPlan, signal: AbortSignal) {
		this.comparison = new Comparison(plan.question, plan.settings);
		this.#askers = askers;
		this.#numbers = numbersOf(plan.inputs);
		this.#plan = plan;
		this.#signal = signal;
		this.#random = randomNumbers(plan.seed);
	}

	/** Resolves with the milliseconds that it took. Rejects when one of the versions gives no good answer. */
	async send(): Promise<number> {
		const {requests = this.#plan.inputs.length, warmup, onPair, onDisagreement, question} = this.#plan;
		await this.#sendMany(warmup, () => true);
		for (const asker of Object.values(this.#askers)) asker.onOutcome = (outcome: Outcome) => this.answers.add(outcome);
		const start = performance.now();
		let pairs = 0;
		await this.#sendMany(requests, pair => {
			pairs++;
			const {isNewDisagreement} = this.comparison.add(pair);
			if (isNewDisagreement) onDisagreement(pair);
			onPair(pairs, requests);
			return question.looks === 'once' || this.comparison.verdict === 'not enough data';
		});
		return performance.now() - start;
	}

	/** Sends so many pairs, or fewer when `onPair` says that it is enough, or the signal aborts. */
	async #sendMany(count: number, onPair: (pair: Pair) => boolean): Promise<void> {
		let [next, end] = [0, count];
		const sendInTurn = async (): Promise<void> => {
			try {
				while (next < end && !this.#signal.aborted) {
					const pair = await this.#sendPair(next++ % this.#plan.inputs.length);
					if (end > 0 && pair && !onPair(pair)) end = 0;
				}
			} catch (error) {
				end = 0;
				throw error;
			}
		};
		await Promise.all(Array.from({length: Math.min(this.#plan.concurrency, count)}, sendInTurn));
	}

	/** Undefined when the signal aborts meanwhile. */
	async #sendPair(at: number): Promise<Pair | undefined> {
		const input = this.#plan.inputs[at];
		if (!input) return undefined;
		const {primary, candidate} = this.#askers;
		const isPrimaryFirst = this.#random() < 0.5;
		try {
			const first = await (isPrimaryFirst ? primary : candidate).ask(input);
			const second = await (isPrimaryFirst ? candidate : primary).ask(input);
			const answers = isPrimaryFirst ? {primary: first, candidate: second} : {primary: second, candidate: first};
			this.#requireHope(answers);
			const {where, body, label} = input;
			return {input: {index: this.#numbers[at] ?? at, where, body, label}, ...answers};
		} catch (error) {
			if (this.#signal.aborted) return undefined;
			throw error;
		}
	}

	#requireHope(answers: {readonly primary: VersionAnswer; readonly candidate: VersionAnswer}): void {
		this.#pairs++;
		for (const version of ['primary', 'candidate'] as const) {
			const {failure} = answers[version];
			if (failure === undefined) this.#good[version]++;
			const most = Math.min(hopelessPairs, this.#plan.requests ?? this.#plan.inputs.length);
			if (failure === undefined || this.#good[version] > 0 || this.#pairs < most) continue;
			const {asked} = this.#askers[version];
			throw new Error(`${asked.version} cannot be compared, since it gave no good answer: ${failure}`);
		}
	}
}

/** Of each input the number of the first one like it: what is the same is sent again, and no new input. */
function numbersOf(inputs: readonly Input[]): readonly number[] {
	const first = new Map<string, number>();
	return inputs.map(({body}, index) => {
		const known = first.get(body) ?? index;
		first.set(body, known);
		return known;
	});
}
