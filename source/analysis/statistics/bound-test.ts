import {logCapital, multiplyStakes, startStakes, type Stakes} from './functions/stakes.ts';
import {requireCounts, type VersionCounts} from './version-counts.ts';

/** The evidence that a version's error rate is on one side of a limit, when errors may come in bursts. */
export interface BoundTest {
	readonly limit: number;
	/** On error rates. */
	readonly stakes: Stakes;
}

/** @param limit between 0 and 1, both excluded */
export function boundTest(side: 'below' | 'above', limit: number): BoundTest {
	const farthest = side === 'below' ? limit / 50 : Math.min(limit * 50, Math.sqrt(limit));
	return {limit, stakes: startStakes(limit, farthest)};
}

/**
 * The test after one more interval, of whose requests the share x failed: the stake on the rate q grows by x q ÷ p + (1 −
 * x)(1 − q) ÷ (1 − p), p being the limit, whose expectation is 1 for shares of the mean p, whatever else they are (betting on
 * bounded means, I. Waudby-Smith & A. Ramdas, JRSS B 86, 2024). So an interval counts as one request: it takes 360 without an
 * error to show that fewer than 1 % fail, at α = 5 %. That is the price of bursts: all requests of an interval may have been
 * spared by the same luck. Without bursts, `logEvidenceBelow` takes each request as one.
 *
 * @throws RangeError for more errors than requests
 */
export function addToBound(test: BoundTest, counts: VersionCounts): BoundTest {
	requireCounts(counts);
	if (counts.requests === 0) return test;
	const {limit} = test;
	const share = counts.errors / counts.requests;
	return {
		limit,
		stakes: multiplyStakes(test.stakes, rate =>
			Math.log((share * rate) / limit + ((1 - share) * (1 - rate)) / (1 - limit)),
		),
	};
}

/**
 * ln of the e-value: while the rate is on the other side it ever reaches ln(1/α) with probability α at most, however often
 * one looks.
 */
export function logEvidenceOfBound(test: BoundTest): number {
	return logCapital(test.stakes);
}
