import {binomialLowerTail, binomialUpperTail} from './functions/binomial.ts';
import {chiSquareTail, logGamma} from './functions/gamma.ts';

/** How often a version was chosen, and the weight that it should have: the weights' sum is what they are shares of. */
export interface Chosen {
	readonly count: number;
	readonly weight: number;
}

/** Below this expectation in any version χ² is not to be trusted (W. G. Cochran, Biometrics 10, 1954). */
const leastExpectation = 5;

/**
 * How often a split by these weights would be at least as uneven by chance alone: Pearson's χ², or where one expects fewer
 * than 5 requests the exact binomial test of each version against all others, twice its smaller tail, by Bonferroni for all
 * of them.
 *
 * For a number of requests that was fixed before; `logEvidenceOfMismatch` holds at every look. Not for requests that stick to
 * a version (by session, by header): each user counts once there. A split that is wrong voids what is compared between its
 * versions.
 */
export function sampleRatioTest(versions: readonly Chosen[]): number {
	const {requests, total, isImpossible} = sumsOf(versions);
	if (isImpossible) return 0;
	const possible = versions.filter(({weight}) => weight > 0);
	if (requests === 0 || possible.length < 2) return 1;
	const least = Math.min(...possible.map(({weight}) => (requests * weight) / total));
	if (least >= leastExpectation) {
		const distance = possible.reduce((sum, {count, weight}) => {
			const expected = (requests * weight) / total;
			return sum + (count - expected) ** 2 / expected;
		}, 0);
		return chiSquareTail(distance, possible.length - 1);
	}

	const tests = possible.length === 2 ? 1 : possible.length;
	const smallest = Math.min(...possible.map(({count, weight}) => exactTest(count, requests, weight / total)));
	return Math.min(1, tests * smallest);
}

function exactTest(count: number, trials: number, share: number): number {
	return Math.min(1, 2 * Math.min(binomialLowerTail(count, trials, share), binomialUpperTail(count, trials, share)));
}

/**
 * How closely alternatives lie around the weights. The closest finds a split that is off by a percentage point after thousands of
 * requests, and is slow to believe what is far off; the widest believes that after ten.
 */
const concentrations = [10, 100, 1000, 10_000] as const;

/**
 * ln of the e-value that the split is not by these weights: the mean of the Bayes factors of Dirichlet distributions around them
 * (concentrations 10 to 10,000) against them, each an e-value, and so is their mean. While the split is right it ever reaches
 * ln(1/α) with probability α at most, however often one looks (M. Lindon & A. Malek, Anytime-valid inference for multinomial
 * count data, NeurIPS 2022). When weights change, count anew and add the evidence of each time.
 */
export function logEvidenceOfMismatch(versions: readonly Chosen[]): number {
	const evidence = concentrations.map(concentration => logEvidenceAround(versions, concentration));
	const most = Math.max(...evidence);
	if (most === Number.POSITIVE_INFINITY) return most;
	const sum = evidence.reduce((total, each) => total + Math.exp(each - most), 0);
	return most + Math.log(sum / evidence.length);
}

/** ln of the Bayes factor of one Dirichlet distribution around the weights, of this concentration, against them. */
export function logEvidenceAround(versions: readonly Chosen[], concentration: number): number {
	const {requests, total, isImpossible} = sumsOf(versions);
	if (isImpossible) return Number.POSITIVE_INFINITY;
	let evidence = logGamma(concentration) - logGamma(concentration + requests);
	for (const {count, weight} of versions) {
		if (count === 0) continue;
		const prior = (concentration * weight) / total;
		evidence += logGamma(prior + count) - logGamma(prior) - count * Math.log(weight / total);
	}

	return evidence;
}

function sumsOf(versions: readonly Chosen[]): {requests: number; total: number; isImpossible: boolean} {
	return {
		requests: versions.reduce((sum, {count}) => sum + count, 0),
		total: versions.reduce((sum, {weight}) => sum + weight, 0),
		isImpossible: versions.some(({count, weight}) => count > 0 && weight === 0),
	};
}
