import {logCapital, multiplyStakes, startStakes, type Stakes} from './functions/stakes.ts';
import {requireCounts, type ErrorPattern, type IntervalCounts} from './version-counts.ts';

/** The evidence against “the candidate's error rate is `against` times the primary's”, for smaller or for larger ratios. */
export interface RatioTest {
	readonly against: number;
	readonly pattern: ErrorPattern;
	/** On ratios of the candidate's error rate to the primary's. */
	readonly stakes: Stakes;
}

/** A test that shows, if it is so, that the candidate has more errors than the primary. It looks for up to 50 times as many. */
export function worseTest(pattern: ErrorPattern = 'in bursts'): RatioTest {
	return {against: 1, pattern, stakes: startStakes(1, 50)};
}

/**
 * A test that shows, if it is so, that the candidate has fewer than 1 + margin times the errors of the primary.
 *
 * @param margin above 0: 1 for “not twice as many”
 */
export function noWorseTest(margin: number, pattern: ErrorPattern = 'in bursts'): RatioTest {
	const against = 1 + margin;
	return {against, pattern, stakes: startStakes(against, against / 4)};
}

/**
 * The test after one more interval. If each request to the candidate fails r times as often as one to the primary, the
 * candidate's share of the errors is θ(r) = n_c r ÷ (n_c r + n_p), with n_c and n_p requests. So each of its errors
 * multiplies the stake on r by θ(r) ÷ θ(r₀), each of the primary's by (1 − θ(r)) ÷ (1 − θ(r₀)); of errors that come in bursts
 * the mean of these factors is taken, whose expectation is 1 for any sizes. What both versions suffer, at any time of the
 * day, cancels, and the split may change from interval to interval (M. Lindon & A. Malek, Anytime-valid inference for
 * multinomial count data, NeurIPS 2022).
 *
 * Costs a microsecond. In bursts, evidence of a share θ grows by less than ln(1/θ) with each interval that has errors:
 * intervals should be longer than bursts, and so short that most have none.
 *
 * @throws RangeError for more errors than requests
 */
export function addInterval(test: RatioTest, {primary, candidate}: IntervalCounts): RatioTest {
	requireCounts(primary);
	requireCounts(candidate);
	const errors = primary.errors + candidate.errors;
	if (errors === 0) return test;
	const {against, pattern} = test;
	const expected = candidate.requests * against + primary.requests;
	const share = candidate.errors / errors;
	const stakes = multiplyStakes(test.stakes, ratio => {
		const others = expected / (candidate.requests * ratio + primary.requests);
		return pattern === 'in bursts'
			? Math.log(others * (1 + share * (ratio / against - 1)))
			: errors * Math.log(others) + candidate.errors * Math.log(ratio / against);
	});
	return {...test, stakes};
}

/**
 * ln of the e-value of what was seen, the mean of the stakes. If the ratio is `against`, or on its other side, it ever
 * reaches ln(1/α) with probability α at most, however often one looks. (Errors one by one need not be Poisson: E[∏] ≤ exp(n_c
 * p r₀ (θ(r)/θ(r₀) − 1) + n_p p ((1 − θ(r))/(1 − θ(r₀)) − 1)) = 1 when requests fail independently, the primary's with
 * probability p.)
 *
 * Not for errors that are frequent, a third of the requests: it holds, and needs more of them than it would have to. What was
 * good for long weighs against a fault that comes late: start a new test with each step of a rollout.
 */
export function logEvidence(test: RatioTest): number {
	return logCapital(test.stakes);
}
