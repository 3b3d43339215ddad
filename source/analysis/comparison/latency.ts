import {boundary} from '../statistics/functions/search.ts';
import {logEvidenceGreater} from '../statistics/quantiles.ts';
import {SortedSample} from '../statistics/sorted-sample.ts';
import {nearestRank} from './failures.ts';
import type {LatencyFinding, LatencyHistogram} from './result.ts';

/** No clock tells less, and a ratio needs something. */
const leastMs = 0.001;
/** Ratios that are looked for: a thousandth to a thousand times. */
const largestLogRatio = Math.log(1000);
const bins = 40;
const quantiles = {p50: 0.5, p95: 0.95} as const;

/**
 * Whether the candidate is slower, at p50 and at p95: by the test of two quantiles of S. Howard & A. Ramdas, turned into an
 * interval of their ratio, which holds at every look. α is that of both quantiles and both directions together.
 */
export function latencyFindings(
	primary: readonly number[],
	candidate: readonly number[],
	alpha: number,
): readonly LatencyFinding[] {
	if (primary.length === 0 || candidate.length === 0) return [];
	const [ofPrimary, ofCandidate] = [sampleOf(primary), sampleOf(candidate)];
	return (['p50', 'p95'] as const).map(quantile => {
		const ratio = ratioInterval(ofPrimary.sample, ofCandidate.sample, quantiles[quantile], alpha / 2);
		return {
			quantile,
			verdict: (ratio.lower ?? 0) > 1 ? 'slower' : (ratio.upper ?? 2) < 1 ? 'faster' : 'not told',
			primary: nearestRank(ofPrimary.sorted, quantiles[quantile]),
			candidate: nearestRank(ofCandidate.sorted, quantiles[quantile]),
			ratio,
		};
	});
}

function sampleOf(latencies: readonly number[]): {sorted: readonly number[]; sample: SortedSample} {
	const sorted = latencies.map(value => Math.max(leastMs, value)).toSorted((one, other) => one - other);
	return {sorted, sample: new SortedSample(sorted)};
}

/** The ratios of a quantile that neither test excludes at α/2. */
function ratioInterval(
	primary: SortedSample,
	candidate: SortedSample,
	quantile: number,
	alpha: number,
): LatencyFinding['ratio'] {
	const enough = Math.log(2 / alpha);
	const isMore = (log: number): boolean => logEvidenceGreater(candidate, primary, quantile, Math.exp(log)) >= enough;
	const isLess = (log: number): boolean => logEvidenceGreater(primary, candidate, quantile, Math.exp(-log)) >= enough;
	return {
		...(isMore(-largestLogRatio) && {lower: Math.exp(boundary(-largestLogRatio, largestLogRatio, isMore))}),
		...(isLess(largestLogRatio) && {upper: Math.exp(boundary(largestLogRatio, -largestLogRatio, isLess))}),
	};
}

/** Counts of both in bins of the same width on a logarithmic scale, from the least latency to the largest. */
export function latencyHistogram(primary: readonly number[], candidate: readonly number[]): LatencyHistogram {
	const range = {from: Number.POSITIVE_INFINITY, to: leastMs};
	for (const values of [primary, candidate]) {
		for (const value of values) {
			range.from = Math.min(range.from, Math.max(leastMs, value));
			range.to = Math.max(range.to, value);
		}
	}

	if (range.from > range.to) return {edges: [], primary: [], candidate: []};
	const step = Math.log(range.to / range.from) / bins || 1;
	const count = (values: readonly number[]): readonly number[] => {
		const counts = Array.from({length: bins}, () => 0);
		for (const value of values) {
			const bin = Math.min(bins - 1, Math.floor(Math.log(Math.max(leastMs, value) / range.from) / step));
			counts[bin] = (counts[bin] ?? 0) + 1;
		}

		return counts;
	};
	const edges = Array.from({length: bins + 1}, (_, edge) => range.from * Math.exp(edge * step));
	return {edges, primary: count(primary), candidate: count(candidate)};
}
