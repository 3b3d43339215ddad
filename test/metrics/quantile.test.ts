import fc from 'fast-check';
import {expect, test} from 'vitest';
import {quantileOf, type Bucket} from '../../source/metrics/quantile.ts';

const infinity = Number.POSITIVE_INFINITY;
const buckets = (...counts: readonly (readonly [number, number])[]): readonly Bucket[] =>
	counts.map(([le, count]) => ({le, count}));

// As histogram_quantile of Prometheus 2 and 3 gives them (promql/testdata/histograms.test has cases of this kind).
test.each<[string, number, readonly Bucket[], number | undefined]>([
	['interpolates in the bucket of the rank', 0.5, buckets([10, 2], [20, 6], [infinity, 8]), 15],
	['begins the first bucket at 0', 0.25, buckets([10, 4], [infinity, 4]), 2.5],
	['is the last finite bound above it', 0.95, buckets([10, 1], [20, 2], [infinity, 10]), 20],
	['takes buckets in any order', 0.5, buckets([infinity, 8], [20, 6], [10, 2]), 15],
	['evens out a bucket that has less than the one before', 0.5, buckets([10, 4], [20, 3], [infinity, 4]), 5],
	['is unknown without observations', 0.5, buckets([10, 0], [infinity, 0]), undefined],
	['is unknown without a bucket for all', 0.5, buckets([10, 2], [20, 4]), undefined],
	['is unknown without a finite bound', 0.5, buckets([infinity, 4]), undefined],
	['is unknown without buckets', 0.5, [], undefined],
])('a quantile %s', (_, share, given, expected) => {
	expect(quantileOf(share, given)).toBe(expected);
});

test('a higher quantile is never lower', () => {
	const count = fc.nat(100);
	fc.assert(
		fc.property(
			fc.array(count, {minLength: 1, maxLength: 8}),
			fc.double({min: 0, max: 1, noNaN: true}),
			(counts, share) => {
				let total = 0;
				const all = counts.map((count, index) => ({le: 2 ** index, count: (total += count)}));
				const given = [...all, {le: infinity, count: total + 1}];
				expect(quantileOf(share, given)).toBeLessThanOrEqual(quantileOf(1, given) ?? Number.NaN);
			},
		),
	);
});
