import type {RatioTest} from './count-ratio.ts';
import {logCapital, multiplyStakes} from './functions/stakes.ts';
import type {Share} from './interval.ts';
import {logEvidenceBetter} from './paired-bets.ts';
import type {PairCounts} from './pairs.ts';
import {logEvidenceBelow} from './rate-bound.ts';
import {leastNumber, type RatioPlan} from './sample-size.ts';

// Each forecast lets counts grow as they are expected to, and says when the evidence is enough. Evidence is a random walk: more than
// half of all runs take less, some take twice as long.

/**
 * How many more requests a test of error rates will take to decide, if errors come as planned and not in bursts; infinite if
 * it cannot.
 */
export function requestsToDecide(test: RatioTest, {errorRate, ratio, share, alpha}: Omit<RatioPlan, 'power'>): number {
	const weightOf = (r: number): number => share * r + 1 - share;
	const gain = (alternative: number): number => {
		const others = Math.log(weightOf(test.against) / weightOf(alternative));
		const own = Math.log(alternative / test.against);
		return errorRate * (weightOf(ratio) * others + share * ratio * own);
	};
	const enough = -Math.log(alpha);
	return leastNumber(n => logCapital(multiplyStakes(test.stakes, alternative => n * gain(alternative))) >= enough);
}

/** How many more requests it takes to show that a rate is below a limit, if it is `rate` from now on; infinite if it cannot. */
export function requestsToBound(seen: Share, rate: number, limit: number, alpha: number): number {
	const enough = -Math.log(alpha);
	return leastNumber(n => logEvidenceBelow({count: seen.count + n * rate, trials: seen.trials + n}, limit) >= enough);
}

/**
 * How many more pairs it takes to show that the candidate is better by more than `difference` (negative: no worse by a
 * margin), if pairs go on as so far; infinite if it cannot.
 */
export function pairsToDecide(seen: PairCounts, difference: number, alpha: number): number {
	const enough = -Math.log(alpha);
	const pairs = seen.bothGood + seen.bothBad + seen.better + seen.worse;
	if (pairs === 0) return Number.POSITIVE_INFINITY;
	return leastNumber(n => {
		const growth = 1 + n / pairs;
		const grown = {
			bothGood: seen.bothGood * growth,
			bothBad: seen.bothBad * growth,
			better: seen.better * growth,
			worse: seen.worse * growth,
		};
		return logEvidenceBetter(grown, difference) >= enough;
	});
}

/** “about 18 min at 20/s”: how long so many requests take. */
export function forecastText(requests: number, requestsPerSecond: number): string {
	if (!Number.isFinite(requests)) return `never at ${requestsPerSecond}/s`;
	return `about ${durationText(requests / requestsPerSecond)} at ${requestsPerSecond}/s`;
}

function durationText(seconds: number): string {
	if (seconds < 99.5) return `${Math.ceil(seconds)} s`;
	if (seconds < 99.5 * 60) return `${Math.round(seconds / 60)} min`;
	return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
