import type {Accuracy} from '../../source/analysis/comparison/accuracy-result.ts';
import type {ComparisonResult, Disagreement} from '../../source/analysis/comparison/result.ts';
import type {ReportOrigin} from '../../source/report/report-origin.ts';

/** Ten digits, asked of a logistic regression and of a random forest that knows no 8 any more. */
const labels = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Eights of eight by eight pixels. */
const eights = [
	'0 0 9 15 14 4 0 0 0 4 16 8 9 14 0 0 0 5 16 3 8 15 0 0 0 1 14 15 15 4 0 0 0 0 8 16 14 1 0 0 0 0 15 7 10 11 0 0 0 3 16 2 7 15 0 0 0 0 10 16 15 6 0 0',
	'0 0 5 13 13 2 0 0 0 0 14 9 12 10 0 0 0 0 14 6 10 12 0 0 0 0 6 16 15 3 0 0 0 0 5 16 14 0 0 0 0 0 13 8 11 9 0 0 0 0 14 5 9 13 0 0 0 0 6 15 14 4 0 0',
	'0 0 2 12 16 8 0 0 0 0 11 12 7 15 0 0 0 0 12 11 9 14 0 0 0 0 4 16 16 5 0 0 0 0 9 13 14 6 0 0 0 2 16 3 2 15 1 0 0 0 15 6 4 16 0 0 0 0 4 14 16 9 0 0',
].map(row => row.split(' ').map(Number));

/** So many of each row right, the others answered as the digits beside it. */
function confusionOf(right: readonly number[], trials: number): readonly (readonly number[])[] {
	return right.map((count, row) => {
		const wrong = trials - count;
		const [next, far] = [(row + 1) % 10, (row + 5) % 10];
		return [
			...labels.map((_, column) =>
				column === row ? count : column === next ? Math.ceil(wrong / 2) : column === far ? Math.floor(wrong / 2) : 0,
			),
			0,
		];
	});
}

const primaryRight = [88, 84, 87, 83, 88, 86, 89, 87, 80, 82];
const candidateRight = [89, 86, 87, 84, 88, 87, 89, 88, 52, 84];

export const origin: ReportOrigin = {
	app: 'wisdom',
	namespace: 'default',
	command: 'kubectl iter8 compare wisdom -f digits.jsonl --margin 1% --report wisdom.html -n default',
	program: 'kubectl-iter8 0.1.0',
	madeAt: '2026-11-29T16:00:00.000Z',
};

export const names = {primary: 'wisdom-0', candidate: 'wisdom-1'};

/** The candidate is broken on one class, and slower. */
export const unlabelled: ComparisonResult = {
	verdict: 'worse',
	decidedBy: 'accuracy',
	reason: 'the candidate is right on 92.7 % of 900 inputs, the primary on 94.9 %: 0.6 to 3.9 points fewer',
	question: {margin: 0.01, alpha: 0.05, looks: 'once'},
	settings: {tolerance: 0.001, top: 1, isTextNormalised: true},
	pairs: 900,
	inputs: 900,
	elapsedMs: 21_400,
	primary: {
		failed: {count: 0, trials: 900},
		failedInterval: {lower: 0, upper: 0.0043},
		failures: [],
		latency: {p50: 11.2, p95: 19.4, p99: 31, max: 58},
	},
	candidate: {
		failed: {count: 2, trials: 900},
		failedInterval: {lower: 0.0006, upper: 0.0081},
		failures: [{reason: '503 no healthy upstream', count: 2}],
		latency: {p50: 14.1, p95: 26.3, p99: 44, max: 96},
	},
	failures: {
		verdict: 'no worse',
		difference: {lower: -0.0082, upper: 0.0021},
		pairs: {bothGood: 898, bothBad: 0, better: 0, worse: 2},
	},
	agreement: {
		verdict: 'worse',
		difference: {lower: -0.0769, upper: -0.0447},
		agreeing: {count: 847, trials: 900},
		interval: {lower: 0.9231, upper: 0.9553},
		outputs: [
			{
				output: 'predict',
				rule: 'labels',
				verdict: 'worse',
				difference: {lower: -0.0769, upper: -0.0447},
				agreeing: {count: 847, trials: 900},
				interval: {lower: 0.9231, upper: 0.9553},
				farthest: 1,
			},
			{
				output: 'predict_proba',
				rule: 'probabilities',
				verdict: 'worse',
				difference: {lower: -0.0769, upper: -0.0447},
				agreeing: {count: 847, trials: 900},
				interval: {lower: 0.9231, upper: 0.9553},
				farthest: 0.971,
			},
		],
	},
	latency: [
		{quantile: 'p50', verdict: 'slower', primary: 11.2, candidate: 14.1, ratio: {lower: 1.17, upper: 1.35}},
		{quantile: 'p95', verdict: 'slower', primary: 19.4, candidate: 26.3, ratio: {lower: 1.12, upper: 1.71}},
	],
	histogram: histogram(),
	contract: [],
	drift: [
		{
			kind: 'labels',
			index: 0.087,
			pValue: 0.031,
			labels: labels.map((label, index) => ({
				label,
				primary: primaryRight[index] ?? 0,
				candidate: candidateRight[index] ?? 0,
			})),
		},
		{kind: 'numbers', output: 'predict_proba', distance: 0.052, pValue: 0.18},
	],
	disagreements: [3, 17, 44].map(disagreement),
};

const labelled: Accuracy = {
	verdict: 'worse',
	difference: {lower: -0.0388, upper: -0.0061},
	pairs: {bothGood: 820, bothBad: 32, better: 14, worse: 34},
	primary: {count: 854, trials: 900},
	primaryInterval: {lower: 0.9324, upper: 0.9618},
	candidate: {count: 834, trials: 900},
	candidateInterval: {lower: 0.9077, upper: 0.942},
	mcnemar: 0.0055,
	classes: labels.map((label, index) => {
		const [one = 0, other = 0] = [primaryRight[index], candidateRight[index]];
		const both = Math.min(one, other) - 1;
		return {
			label,
			pairs: {bothGood: both, better: other - both, worse: one - both, bothBad: 90 - one - other + both},
			gotWorse: label === '8',
		};
	}),
	confusion: {labels, primary: confusionOf(primaryRight, 90), candidate: confusionOf(candidateRight, 90)},
};

/** The same with labels. */
export const worse: ComparisonResult = {...unlabelled, accuracy: labelled};

/** The candidate knows more, and much more than the margin. */
export const better: ComparisonResult = {
	...worse,
	verdict: 'better',
	accuracy: {...labelled, verdict: 'better', difference: {lower: 0.086, upper: 0.189}},
};

/** Two of a kind, without labels, which not enough inputs were there to tell. */
export const unsure: ComparisonResult = {
	...unlabelled,
	verdict: 'not enough data',
	decidedBy: 'agreement',
	reason: '0 of 200 inputs are answered differently (0 %), of all such inputs 0 % to 1.9 %',
	forecast: {of: 'inputs', count: 180, words: 'about 180 more inputs, about 9 s at 20/s'},
	pairs: 200,
	inputs: 200,
	disagreements: [],
	drift: [],
	latency: worse.latency.map(finding => ({...finding, verdict: 'not told', ratio: {lower: 0.9}})),
	failures: {...worse.failures, verdict: 'not enough data', difference: {lower: -0.019, upper: 0.019}},
	agreement: {
		verdict: 'not enough data',
		difference: {lower: -0.0188, upper: 0},
		agreeing: {count: 200, trials: 200},
		interval: {lower: 0.9812, upper: 1},
		outputs: [],
	},
};

/** Bins that grow by a fifth, from 5 ms on; log-normal latencies. */
function histogram(): ComparisonResult['histogram'] {
	const edges = Array.from({length: 19}, (_, index) => Number((5 * 1.18 ** index).toPrecision(4)));
	const counts = (median: number): readonly number[] =>
		edges
			.slice(1)
			.map((edge, bin) => Math.round(800 * Math.exp(-8 * Math.log(Math.sqrt(edge * (edges[bin] ?? 1)) / median) ** 2)));
	return {edges, primary: counts(11.2), candidate: counts(14.1)};
}

function disagreement(line: number): Disagreement {
	const pixels = eights[line % eights.length];
	const shares = (top: number): readonly number[] => labels.map((_, index) => (index === top ? 0.91 : 0.01));
	return {
		where: `digits.jsonl:${line}`,
		body: JSON.stringify({inputs: [{name: 'predict', shape: [1, 64], datatype: 'FP32', data: pixels}]}),
		label: '8',
		distance: 0.9,
		outputs: ['predict', 'predict_proba'],
		primary: [
			{name: 'predict', datatype: 'INT64', shape: [1], data: [8]},
			{name: 'predict_proba', datatype: 'FP64', shape: [1, 10], data: shares(8)},
		],
		candidate: [
			{name: 'predict', datatype: 'INT64', shape: [1], data: [9]},
			{name: 'predict_proba', datatype: 'FP64', shape: [1, 10], data: shares(9)},
		],
	};
}
