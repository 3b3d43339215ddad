import {Comparison} from '../../../source/analysis/comparison/comparison.ts';
import type {Question} from '../../../source/analysis/verdict.ts';
import type {Chance} from '../../helpers/chance.ts';
import {answer, failed, labels, pair, settings} from './pairs.ts';

/** Two versions as chance plays them, on labelled inputs of ten classes. */
export interface Played {
	/** Part of the inputs on which only the candidate is right, and only the primary. */
	readonly better: number;
	readonly worse: number;
	/** Part of the requests that fail, of each version by itself. */
	readonly failing: number;
	/** Whether inputs have labels. */
	readonly isLabelled: boolean;
}

/** So many as scikit-learn's digits have that no model was trained on. */
export const simulatedPairs = 897;

/** A comparison of two played versions; with looks at every tenth pair until there is a verdict. */
export function simulate(question: Question, played: Played, chance: Chance): Comparison {
	const comparison = new Comparison(question, settings);
	for (let index = 0; index < simulatedPairs; index++) {
		const label = index % 10;
		const other = (label + 1) % 10;
		const draw = chance.next();
		const isOnlyCandidate = draw < played.better;
		const isOnlyPrimary = !isOnlyCandidate && draw < played.better + played.worse;
		const isNeither = draw > 0.97;
		const version = (isRight: boolean) =>
			chance.next() < played.failing ? failed() : answer(labels(isRight ? label : other), latency(chance));
		comparison.add(
			pair(index, {
				...(played.isLabelled && {label: String(label)}),
				primary: version(!isOnlyCandidate && !isNeither),
				candidate: version(!isOnlyPrimary && !isNeither),
			}),
		);
		if (question.looks === 'always' && index % 10 === 9 && comparison.verdict !== 'not enough data') break;
	}

	return comparison;
}

/** Log-normal, as latencies are: some 12 ms, one in a hundred three times as long. */
function latency(chance: Chance): number {
	return 12 * Math.exp(0.45 * chance.normal());
}

/** Whether anything is said that makes two versions different. */
export function saysDifferent(comparison: Comparison): boolean {
	const {verdict, latency: latencies, accuracy} = comparison.result({elapsedMs: 1, metadata: []});
	return (
		verdict === 'better' ||
		verdict === 'worse' ||
		latencies.some(({verdict: speed}) => speed !== 'not told') ||
		(accuracy?.classes.some(({gotWorse}) => gotWorse) ?? false)
	);
}
