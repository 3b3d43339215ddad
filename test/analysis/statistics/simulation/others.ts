import {addToBound, boundTest, logEvidenceOfBound} from '../../../../source/analysis/statistics/bound-test.ts';
import {pairedDifference} from '../../../../source/analysis/statistics/newcombe.ts';
import {logEvidenceBetter, logEvidenceWorse} from '../../../../source/analysis/statistics/paired-bets.ts';
import type {PairCounts} from '../../../../source/analysis/statistics/pairs.ts';
import {logEvidenceGreater} from '../../../../source/analysis/statistics/quantiles.ts';
import {logEvidenceAbove, logEvidenceBelow} from '../../../../source/analysis/statistics/rate-bound.ts';
import {
	logEvidenceOfMismatch,
	sampleRatioTest,
	type Chosen,
} from '../../../../source/analysis/statistics/sample-ratio.ts';
import {SortedSample} from '../../../../source/analysis/statistics/sorted-sample.ts';
import {stabilityIndex} from '../../../../source/analysis/statistics/stability-index.ts';
import type {Chance} from '../../../helpers/chance.ts';
import {allowed, alpha, looks, median, shareOf, type Claim} from './claim.ts';
import {errorSource} from './errors.ts';

const enough = -Math.log(alpha);
const split = (count: number, requests: number, weight: number): readonly Chosen[] => [
	{count, weight},
	{count: requests - count, weight: 100 - weight},
];

export const sampleRatios: readonly Claim[] = [
	...[1, 10, 50].map((weight): Claim => ({
		name: `mismatches of right splits, ${looks} looks, share ${weight / 100}`,
		measure: (runs, chance) =>
			shareOf(runs, chance, () => {
				for (let look = 1, count = 0; look <= looks; look++) {
					count += chance.binomial(60, weight / 100);
					if (logEvidenceOfMismatch(split(count, 60 * look, weight)) >= enough) return true;
				}

				return false;
			}),
		atMost: () => alpha,
	})),
	{
		name: 'mismatches of right splits by the fixed test, 300 requests, share 0.1',
		measure: (runs, chance) =>
			shareOf(runs, chance, () => sampleRatioTest(split(chance.binomial(300, 0.1), 300, 10)) <= alpha),
		atMost: runs => allowed(alpha, runs) + 0.01,
	},
	{
		name: 'requests until weights of 90/10 are seen to be served 50/50, at α = 0.001, median',
		measure: (runs, chance) =>
			median(
				Array.from({length: Math.ceil(runs / 10)}, () => {
					for (let requests = 1, count = 0; ; requests++) {
						count += chance.binomial(1, 0.5);
						if (logEvidenceOfMismatch(split(count, requests, 10)) >= Math.log(1000)) return requests;
					}
				}),
			),
		atMost: () => 500,
	},
];

/** At the limit itself, where errors come singly and are counted so, and where they come in bursts of 5. */
export const bounds: readonly Claim[] = [
	...(
		[
			['below', logEvidenceBelow],
			['above', logEvidenceAbove],
		] as const
	).map(([side, evidence]): Claim => ({
		name: `false “${side} 1 %”, errors one by one`,
		measure: (runs, chance) =>
			shareOf(runs / 10, chance, () => {
				for (let look = 1, count = 0; look <= looks; look++) {
					count += chance.binomial(60, 0.01);
					if (evidence({count, trials: 60 * look}, 0.01) >= enough) return true;
				}

				return false;
			}),
		atMost: runs => allowed(alpha, runs / 10),
	})),
	...(['below', 'above'] as const).map((side): Claim => ({
		name: `false “${side} 1 %”, bursts of 5 errors in the mean`,
		measure: (runs, chance) =>
			shareOf(runs / 10, chance, () => {
				let test = boundTest(side, 0.01);
				const errorsOf = errorSource(0.01, 5);
				for (let look = 1; look <= looks; look++) {
					test = addToBound(test, {requests: 100, errors: errorsOf(100, chance)});
					if (Math.max(...test.stakes.logarithms) >= enough && logEvidenceOfBound(test) >= enough) return true;
				}

				return false;
			}),
		atMost: runs => allowed(alpha, runs / 10),
	})),
];

/** Pairs of which so many are better and worse, and what is falsely said of them. */
function falsePairs(name: string, better: number, worse: number, evidence: (pairs: PairCounts) => number): Claim {
	return {
		name,
		measure: (runs, chance) =>
			shareOf(runs / 10, chance, () => {
				let pairs = {bothGood: 0, bothBad: 0, better: 0, worse: 0};
				for (let look = 1; look <= looks; look++) {
					pairs = drawPairs(5, better, worse, chance, pairs);
					if (evidence(pairs) >= enough) return true;
				}

				return false;
			}),
		atMost: runs => allowed(alpha, runs / 10),
	};
}

export function drawPairs(
	count: number,
	better: number,
	worse: number,
	chance: Chance,
	before: PairCounts,
): PairCounts {
	const ofBetter = chance.binomial(count, better);
	const ofWorse = chance.binomial(count - ofBetter, worse / (1 - better));
	return {
		bothGood: before.bothGood + count - ofBetter - ofWorse,
		bothBad: before.bothBad,
		better: before.better + ofBetter,
		worse: before.worse + ofWorse,
	};
}

export const none: PairCounts = {bothGood: 0, bothBad: 0, better: 0, worse: 0};

export const pairs: readonly Claim[] = [
	falsePairs('false “better” of equal versions, 5,000 pairs', 0.02, 0.02, counts => logEvidenceBetter(counts, 0)),
	falsePairs('false “worse” of equal versions, 5,000 pairs', 0.02, 0.02, counts => logEvidenceWorse(counts, 0)),
	falsePairs('false “no worse by 1 %” at the margin, 5,000 pairs', 0.01, 0.02, counts =>
		logEvidenceBetter(counts, -0.01),
	),
	{
		name: 'false “no worse by 1 %” at the margin by Newcombe’s interval, 900 pairs',
		measure: (runs, chance) =>
			shareOf(runs, chance, () => pairedDifference(drawPairs(900, 0.01, 0.02, chance, none), 2 * alpha).lower > -0.01),
		atMost: runs => allowed(alpha, runs) + 0.015,
	},
];

function logNormal(chance: Chance, count: number): readonly number[] {
	return Array.from({length: count}, () => Math.exp(4 + 0.5 * chance.normal()));
}

export const quantiles: readonly Claim[] = [0.5, 0.95].map(quantile => ({
	name: `false “slower” of equal versions, quantile ${quantile}, 100 looks at 1,000 latencies each`,
	measure: (runs, chance) =>
		shareOf(runs / 10, chance, () => {
			const [one, other] = [new SortedSample(), new SortedSample()];
			for (let look = 0; look < 100; look++) {
				for (const value of logNormal(chance, 10)) one.add(value);
				for (const value of logNormal(chance, 10)) other.add(value);
				if (logEvidenceGreater(one, other, quantile) >= enough) return true;
			}

			return false;
		}),
	atMost: runs => allowed(alpha, runs / 10),
}));

export const indices: readonly Claim[] = [
	{
		name: 'false drift by the calibrated stability index, 10 bins, 500 and 2,000 values',
		measure: (runs, chance) =>
			shareOf(runs, chance, () => {
				const histogram = (count: number): readonly number[] => {
					const bins = Array.from({length: 10}, () => 0);
					for (let n = 0; n < count; n++) {
						const bin = Math.floor(10 * chance.next());
						bins[bin] = (bins[bin] ?? 0) + 1;
					}

					return bins;
				};
				return stabilityIndex(histogram(500), histogram(2000)).pValue <= alpha;
			}),
		atMost: runs => allowed(alpha, runs) + 0.01,
	},
];
