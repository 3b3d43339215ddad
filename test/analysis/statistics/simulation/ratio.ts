import {
	addInterval,
	logEvidence,
	noWorseTest,
	worseTest,
	type RatioTest,
} from '../../../../source/analysis/statistics/count-ratio.ts';
import {requestsToDecide} from '../../../../source/analysis/statistics/forecast.ts';
import {requestsForExactTest} from '../../../../source/analysis/statistics/sample-size.ts';
import type {ErrorPattern, IntervalCounts} from '../../../../source/analysis/statistics/version-counts.ts';
import type {Chance} from '../../../helpers/chance.ts';
import {allowed, alpha, looks, median, shareOf, type Claim} from './claim.ts';
import {errorSource} from './errors.ts';

/** How errors are made, interval by interval. */
interface Traffic {
	/** Of both versions, in an interval. */
	readonly requests: number;
	/** The candidate's part of them. */
	readonly share: number;
	/** The candidate's error rate ÷ the primary's. */
	readonly ratio: number;
	/** The mean of errors that one cause makes. */
	readonly burst: number;
	/** The part of the bursts that go on into the next interval. */
	readonly cut?: number;
}

/** Of the primary, for each request. */
const errorRate = 0.005;
const shares = [0.01, 0.1, 0.5];
const patterns: readonly ErrorPattern[] = ['in bursts', 'one by one'];

/** The requests after which the evidence is enough, or infinitely many when so many looks did not see it. */
function requestsUntilShown(start: RatioTest, traffic: Traffic, mostLooks: number, chance: Chance): number {
	const enough = -Math.log(alpha);
	const draw = counter(traffic, chance);
	let test = start;
	for (let look = 1; look <= mostLooks; look++) {
		const next = addInterval(test, draw());
		// The mean of the stakes is not above the largest, which is quicker to see.
		if (next !== test && Math.max(...next.stakes.logarithms) >= enough && logEvidence(next) >= enough) {
			return look * traffic.requests;
		}

		test = next;
	}

	return Number.POSITIVE_INFINITY;
}

function counter({requests, share, ratio, burst, cut}: Traffic, chance: Chance): () => IntervalCounts {
	const ofPrimary = errorSource(errorRate, burst, cut);
	const ofCandidate = errorSource(errorRate * ratio, burst, cut);
	return () => {
		const own = chance.binomial(requests, share);
		const others = requests - own;
		return {
			candidate: {requests: own, errors: ofCandidate(own, chance)},
			primary: {requests: others, errors: ofPrimary(others, chance)},
		};
	};
}

function isShown(start: RatioTest, traffic: Traffic): (chance: Chance) => boolean {
	return chance => Number.isFinite(requestsUntilShown(start, traffic, looks, chance));
}

/** What is shown though it is not so. */
export const falseRatios: readonly Claim[] = shares.flatMap(share => [
	...patterns.flatMap((pattern): readonly Claim[] => [
		{
			name: `false “worse” without a difference, errors ${pattern}, share ${share}`,
			measure: (runs, chance) =>
				shareOf(runs, chance, isShown(worseTest(pattern), {requests: 60, share, ratio: 1, burst: 1})),
			atMost: runs => allowed(alpha, runs),
		},
		{
			name: `false “no worse” at the margin of twice the errors, errors ${pattern}, share ${share}`,
			measure: (runs, chance) =>
				shareOf(runs, chance, isShown(noWorseTest(1, pattern), {requests: 60, share, ratio: 2, burst: 1})),
			atMost: runs => allowed(alpha, runs),
		},
	]),
	...[
		{what: 'false “worse” without a difference', test: worseTest(), ratio: 1},
		{what: 'false “no worse” at the margin of twice the errors', test: noWorseTest(1), ratio: 2},
	].flatMap(({what, test, ratio}) =>
		[0, 0.3].map((cut): Claim => ({
			name: `${what}, bursts of 5 errors in the mean, of which ${cut} go on into the next interval, share ${share}`,
			measure: (runs, chance) => shareOf(runs, chance, isShown(test, {requests: 1000, share, ratio, burst: 5, cut})),
			atMost: runs => (cut === 0 ? allowed(alpha, runs) : allowed(2 * alpha, runs)),
		})),
	),
]);

/** What the same bursts do to the test that takes each error for one of its own: what the default is for. */
export const uncorrected: Claim = {
	name: 'false “worse” without a difference, bursts of 5 errors in the mean, taken one by one, share 0.1',
	measure: (runs, chance) =>
		shareOf(runs, chance, isShown(worseTest('one by one'), {requests: 1000, share: 0.1, ratio: 1, burst: 5})),
	atMost: () => 1,
};

/** How many requests it takes to see what is so, as a part of what the exact conditional test of 80 % power takes. */
export const detections: readonly Claim[] = shares.flatMap(share =>
	[2, 5, 10].flatMap(ratio =>
		patterns.map((pattern): Claim => {
			const fixed = requestsForExactTest({errorRate, ratio, share, alpha, power: 0.8});
			return {
				name: `requests until ${ratio} times the errors are seen, errors ${pattern}, share ${share}, ÷ ${fixed}`,
				measure: (runs, chance) => {
					const traffic = {requests: 20, share, ratio, burst: 1};
					const times = Array.from({length: Math.ceil(runs / 10)}, () =>
						requestsUntilShown(worseTest(pattern), traffic, fixed, chance),
					);
					return median(times) / fixed;
				},
				atMost: () => 1.5,
			};
		}),
	),
);

/** The part of runs that need longer than was forecast. */
export const forecasts: readonly Claim[] = [
	{name: '5 times the errors', test: worseTest(), ratio: 5},
	{name: '2 times the errors', test: worseTest(), ratio: 2},
	{name: 'not twice the errors', test: noWorseTest(1), ratio: 1},
	{name: 'not three times the errors', test: noWorseTest(2), ratio: 1},
].map(({name, test, ratio}) => ({
	name: `runs longer than the forecast, ${name}, share 0.1`,
	measure: (runs, chance) => {
		const forecast = requestsToDecide(test, {errorRate, ratio, share: 0.1, alpha});
		const traffic = {requests: 20, share: 0.1, ratio, burst: 1};
		return shareOf(runs / 10, chance, random => requestsUntilShown(test, traffic, 20_000, random) > forecast);
	},
	atMost: () => 0.5,
}));
