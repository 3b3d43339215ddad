import {logMean} from './log-mean.ts';

/** Equal stakes on forty alternatives to a hypothesis, and what has become of them. */
export interface Stakes {
	readonly alternatives: readonly number[];
	/** The logarithm of what the stake on each has become. */
	readonly logarithms: readonly number[];
}

const alternativesInAll = 40;

/** Alternatives in equal steps of the logarithm, in the middles of the steps. */
export function startStakes(hypothesis: number, farthest: number): Stakes {
	const alternatives = Array.from(
		{length: alternativesInAll},
		(_, n) => hypothesis * (farthest / hypothesis) ** ((n + 0.5) / alternativesInAll),
	);
	return {alternatives, logarithms: alternatives.map(() => 0)};
}

/** Each stake multiplied by the factor whose logarithm is given for its alternative. */
export function multiplyStakes(stakes: Stakes, logFactor: (alternative: number) => number): Stakes {
	return {
		alternatives: stakes.alternatives,
		logarithms: stakes.logarithms.map((logarithm, n) => logarithm + logFactor(stakes.alternatives[n] ?? 1)),
	};
}

/** ln of the mean of the stakes. */
export function logCapital(stakes: Stakes): number {
	return logMean(stakes.logarithms);
}
