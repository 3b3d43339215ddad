import {Comparison} from '../../analysis/comparison/comparison.ts';
import type {ComparedInput, Pair, VersionAnswer} from '../../analysis/comparison/pair.ts';
import type {Input} from '../../inference/input/input.ts';
import type {Outcome} from '../../inference/load.ts';
import {randomNumbers, type Bound, type Pace} from '../../load/pace.ts';
import {runLoad} from '../../load/run-load.ts';
import {AnswerCount} from '../send-test/answer-count.ts';
import {comparedInputs} from './compared-inputs.ts';
import type {ComparisonPlan} from './comparison-plan.ts';
import type {VersionAsker} from './version-asker.ts';

interface Askers {
	readonly primary: VersionAsker;
	readonly candidate: VersionAsker;
}

/** So many pairs without a good answer of a version from the start on are enough to see that it gives none. */
const hopelessPairs = 5;
/** That a version gave no good answer, so that it cannot be compared. */
export class HopelessError extends Error {
	readonly version: string;

	constructor(version: string, failure: string) {
		super(`${version} cannot be compared, since it gave no good answer: ${failure}`);
		this.version = version;
	}
}

/** So many pairs one after the other of which another version took a part: the version has left, and does not come back. */
const lostPairs = 5;
/** At a rate: more are under way only where models are hopelessly slow, and memory is not without end. */
const mostInFlight = 256;

/** Sends inputs to two versions in pairs, and gathers what comes of them. */
export class PairSender {
	readonly comparison: Comparison;
	/** All requests, those that warm up included. */
	readonly allAnswers = new AnswerCount();
	/** The requests of pairs that count. */
	readonly answers = new AnswerCount();
	readonly #askers: Askers;
	readonly #inputs: readonly Input[];
	/** The same, as they are counted. */
	readonly #compared: readonly ComparedInput[];
	readonly #plan: ComparisonPlan;
	readonly #signal: AbortSignal;
	readonly #random: () => number;
	/** Places of the inputs in the order in which they are sent. */
	readonly #order: readonly number[];
	readonly #good = {primary: 0, candidate: 0};
	/** Those that warm up included. */
	#asked = 0;
	#pairs = 0;
	/** Pairs that do not count, since another version answered: those since the last that does, and all. */
	readonly #astray = {inTurn: 0, all: 0};

	constructor(askers: Askers, inputs: readonly Input[], plan: ComparisonPlan, signal: AbortSignal) {
		this.comparison = new Comparison(plan.question, plan.settings);
		this.#askers = askers;
		this.#inputs = inputs;
		this.#compared = comparedInputs(inputs, plan.settings);
		this.#plan = plan;
		this.#signal = signal;
		this.#random = randomNumbers(plan.seed);
		const places = Array.from({length: Math.min(inputs.length, plan.requests ?? inputs.length)}, (_, at) => at);
		// Who may stop at any pair must not have seen one kind of inputs alone, as of a file that is sorted by class.
		this.#order = plan.question.looks === 'always' ? shuffled(places, this.#random) : places;
	}

	/** How many count. */
	get pairs(): number {
		return this.#pairs;
	}

	/** Resolves with the milliseconds that it took. Rejects with a HopelessError when one of the versions gives no good answer. */
	async send(): Promise<number> {
		const {requests = this.#inputs.length, warmupMs, concurrency = 1} = this.#plan;
		const {onPair, onDisagreement, onRemark, question} = this.#plan;
		const askers = Object.values(this.#askers);
		for (const asker of askers) asker.onOutcome = (outcome: Outcome) => this.allAnswers.add(outcome);
		// Connections that are opened meanwhile are no latency of a model.
		await this.#run(warmupMs > 0 ? {durationMs: warmupMs} : {requests: concurrency}, this.#signal, () => undefined);
		for (const asker of askers) {
			asker.onOutcome = (outcome: Outcome) => {
				this.allAnswers.add(outcome);
				this.answers.add(outcome);
			};
		}

		const told = new AbortController();
		const {elapsedMs, dropped} = await this.#run({requests}, AbortSignal.any([this.#signal, told.signal]), pair => {
			if (this.#isAstray(pair)) {
				if (this.#astray.inTurn >= lostPairs) told.abort();
				return;
			}

			const {isNewDisagreement} = this.comparison.add(pair);
			if (isNewDisagreement) onDisagreement(pair);
			onPair(++this.#pairs, requests, () => this.comparison.soFar());
			if (question.looks === 'always' && this.comparison.verdict !== 'not enough data') told.abort();
		});
		if (dropped > 0)
			onRemark(`${dropped} of ${requests} were not sent, since answers come more slowly than --rate asks`);
		if (this.#astray.all > 0) onRemark(this.#astrayWords());
		return elapsedMs;
	}

	#isAstray({primary, candidate}: Pair): boolean {
		const isAstray = primary.isAstray === true || candidate.isAstray === true;
		this.#astray.inTurn = isAstray ? this.#astray.inTurn + 1 : 0;
		if (isAstray) this.#astray.all++;
		return isAstray;
	}

	#astrayWords(): string {
		const {inTurn, all} = this.#astray;
		const names = [this.#askers.primary, this.#askers.candidate].map(({asked}) => asked.version).join(' or ');
		const end = inTurn >= lostPairs ? ', so no more were sent: see whether both versions still serve' : '';
		return `${all} of the pairs do not count, since another version answered what was meant for ${names}${end}`;
	}

	async #run(
		bound: Bound,
		signal: AbortSignal,
		onPair: (pair: Pair) => void,
	): Promise<{readonly elapsedMs: number; readonly dropped: number}> {
		const {concurrency, rate, seed} = this.#plan;
		const pace: Pace =
			rate === undefined
				? {kind: 'closed', concurrency: concurrency ?? 1}
				: {kind: 'open', rate, arrival: 'constant', mostInFlight: concurrency ?? mostInFlight, seed};
		let dropped = 0;
		const {elapsedMs} = await runLoad({
			pace,
			bound,
			signal,
			send: async (index, until) => this.#sendPair(this.#order[index % this.#order.length] ?? 0, until),
			onResult: ({result}) => {
				if (result) onPair(result);
			},
			onDropped: () => void dropped++,
		});
		return {elapsedMs, dropped};
	}

	/** Undefined only for an input that is not there. */
	async #sendPair(at: number, signal: AbortSignal): Promise<Pair | undefined> {
		const [input, compared] = [this.#inputs[at], this.#compared[at]];
		if (!input || !compared) return undefined;
		const {primary, candidate} = this.#askers;
		const isPrimaryFirst = this.#random() < 0.5;
		const first = await (isPrimaryFirst ? primary : candidate).ask(input, signal);
		const second = await (isPrimaryFirst ? candidate : primary).ask(input, signal);
		const answers = isPrimaryFirst ? {primary: first, candidate: second} : {primary: second, candidate: first};
		this.#requireHope(answers);
		return {input: compared, ...answers};
	}

	#requireHope(answers: {readonly primary: VersionAnswer; readonly candidate: VersionAnswer}): void {
		this.#asked++;
		for (const version of ['primary', 'candidate'] as const) {
			const {failure} = answers[version];
			if (failure === undefined) this.#good[version]++;
			// One at least warms up, and a first answer may be bad where a model has just begun.
			const most = Math.min(hopelessPairs, 1 + (this.#plan.requests ?? this.#inputs.length));
			if (failure === undefined || this.#good[version] > 0 || this.#asked < most) continue;
			throw new HopelessError(this.#askers[version].asked.version, failure);
		}
	}
}

/** In an order that `random` gives, each as likely as any other (R. Durstenfeld, Communications of the ACM 7, 1964). */
function shuffled(values: readonly number[], random: () => number): readonly number[] {
	const mixed = [...values];
	for (let last = mixed.length - 1; last > 0; last--) {
		const other = Math.floor(random() * (last + 1));
		[mixed[last], mixed[other]] = [mixed[other] ?? 0, mixed[last] ?? 0];
	}

	return mixed;
}
