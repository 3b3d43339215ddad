import {cut} from '../../objects/cut.ts';
import type {AnswerComparison, OutputComparison} from '../answers/compare-answers.ts';
import type {Rule} from '../answers/output.ts';
import type {Share} from '../statistics/interval.ts';
import {judgeAgreement, shareInterval, type Question} from '../verdict.ts';
import type {Agreement, OutputAgreement} from './result.ts';

/** More outputs than any model has; keeps answers from filling the memory. */
const mostOutputs = 100;
const longestName = 200;

interface OutputCount {
	rule: Rule['kind'] | undefined;
	agreeing: number;
	trials: number;
	farthest: number;
}

/** Counts how often both versions answer the same, as a whole and by output. */
export class AgreementCount {
	#agreeing = 0;
	#trials = 0;
	readonly #outputs = new Map<string, OutputCount>();

	add({agrees, outputs}: AnswerComparison): void {
		this.#trials++;
		if (agrees) this.#agreeing++;
		for (const output of outputs) this.#addOutput(output);
	}

	get agreeing(): Share {
		return {count: this.#agreeing, trials: this.#trials};
	}

	/** Each output has its part of the error rate that is left for outputs. */
	result(question: Question, ofOutputs: number): Agreement {
		const ofEach = {...question, alpha: ofOutputs / Math.max(1, this.#outputs.size)};
		return {
			...judgeAgreement(this.agreeing, question),
			agreeing: this.agreeing,
			interval: shareInterval(this.agreeing, question),
			outputs: [...this.#outputs].map(([output, counts]): OutputAgreement => {
				const agreeing = {count: counts.agreeing, trials: counts.trials};
				return {
					...judgeAgreement(agreeing, ofEach),
					output,
					...(counts.rule && {rule: counts.rule}),
					agreeing,
					interval: shareInterval(agreeing, ofEach),
					farthest: counts.farthest,
				};
			}),
		};
	}

	#addOutput({output: name, rule, agrees, distance, contract}: OutputComparison): void {
		// It has nothing to agree with.
		if (contract === 'new') return;
		const output = cut(name, longestName);
		const count = this.#outputs.get(output) ?? {rule, agreeing: 0, trials: 0, farthest: 0};
		if (!this.#outputs.has(output) && this.#outputs.size >= mostOutputs) return;
		this.#outputs.set(output, count);
		count.rule ??= rule;
		count.trials++;
		if (agrees) count.agreeing++;
		count.farthest = Math.max(count.farthest, distance);
	}
}
