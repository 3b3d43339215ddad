import type {OutputComparison} from '../answers/compare-answers.ts';
import type {OutputTensor, Rule, RuleSettings} from '../answers/output.ts';
import type {Interval, Share} from '../statistics/interval.ts';
import type {Judgement, Question, Verdict} from '../verdict.ts';
import type {Accuracy, Finding, LabelUse} from './accuracy-result.ts';

/**
 * All that a comparison of a candidate with its primary came to. Plain values, as JSON has them: shares are parts of 1, times
 * milliseconds, what is not known is missing. Lists are bounded, whatever models answer.
 */
export interface ComparisonResult {
	readonly verdict: Verdict;
	/** What the verdict was read from; `change` where a version changed meanwhile, so that there is none. */
	readonly decidedBy: 'contract' | 'failures' | 'accuracy' | 'agreement' | 'change';
	/** That, in a sentence with its numbers. */
	readonly reason: string;
	readonly question: Question;
	readonly settings: RuleSettings;
	/** Requests that each version was sent. */
	readonly pairs: number;
	/** Different inputs among them. What is said of predictions counts each once, however often it was sent. */
	readonly inputs: number;
	readonly elapsedMs: number;
	readonly primary: VersionResult;
	readonly candidate: VersionResult;
	readonly failures: Finding;
	readonly agreement: Agreement;
	/** Only with labels, and where an answer names a class. */
	readonly accuracy?: Accuracy;
	/** Only with labels: what they were worth. */
	readonly labels?: LabelUse;
	/** Of p50 and p95, in this order; none where a version never answered, or latencies cannot be compared. */
	readonly latency: readonly LatencyFinding[];
	/** Why they cannot be compared, in a clause. */
	readonly latencyFault?: string;
	/** Latencies of both by the same bins. */
	readonly histogram: LatencyHistogram;
	readonly contract: readonly ContractDifference[];
	readonly drift: readonly Drift[];
	/** The farthest apart first. */
	readonly disagreements: readonly Disagreement[];
	/** Only without a verdict, where more would give one. */
	readonly forecast?: Forecast;
}

/** What one version did. */
export interface VersionResult {
	readonly failed: Share;
	/** Of the share that failed. */
	readonly failedInterval: Interval;
	/** Why they failed, the most frequent first. */
	readonly failures: readonly {readonly reason: string; readonly count: number}[];
	/** Quantiles of good answers; none where there is none. */
	readonly latency?: {readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number};
}

/** How often both versions answer the same. */
export interface Agreement extends Judgement {
	readonly agreeing: Share;
	readonly interval: Interval;
	/** Those of the primary first, in its order. */
	readonly outputs: readonly OutputAgreement[];
}

export interface OutputAgreement extends Judgement {
	readonly output: string;
	/** How values were compared; missing where the contract differs, so that none were. */
	readonly rule?: Rule['kind'];
	readonly agreeing: Share;
	readonly interval: Interval;
	/** The largest distance, from 0, the same, to 1. */
	readonly farthest: number;
}

/** Whether the candidate is slower at a quantile. */
export interface LatencyFinding {
	readonly quantile: 'p50' | 'p95';
	readonly verdict: 'slower' | 'faster' | 'not told';
	/** In milliseconds. */
	readonly primary: number;
	readonly candidate: number;
	/** The candidate's ÷ the primary's; an end that nothing is known of is missing. */
	readonly ratio: {readonly lower?: number; readonly upper?: number};
}

export interface LatencyHistogram {
	/** In milliseconds, one more than there are bins. */
	readonly edges: readonly number[];
	readonly primary: readonly number[];
	readonly candidate: readonly number[];
}

/** How versions differ in what callers rely on. */
export interface ContractDifference {
	readonly of: 'input' | 'output';
	readonly name: string;
	/** Missing: only the primary has it. New: only the candidate. */
	readonly difference: NonNullable<OutputComparison['contract']>;
	/** As each version says or answers it, `FP32 [1,64]`. */
	readonly primary?: string;
	readonly candidate?: string;
	/** What tells it: the model's metadata, or so many answers. */
	readonly seen: 'metadata' | {readonly answers: number};
}

/** How what is predicted differs as a whole, whatever the inputs. It describes; nothing is decided by it. */
export type Drift =
	| {
			readonly kind: 'labels';
			/** Population stability index. */
			readonly index: number;
			/** How often chance alone makes it as large; on the careful side, since inputs are the same. */
			readonly pValue: number;
			/** The most frequent first. */
			readonly labels: readonly {readonly label: string; readonly primary: number; readonly candidate: number}[];
	  }
	| {
			readonly kind: 'numbers';
			readonly output: string;
			/** Kolmogorov's and Smirnov's. */
			readonly distance: number;
			readonly pValue: number;
	  };

/** An input to which both versions answered, and not the same. */
export interface Disagreement {
	/** Where it stands: `digits.jsonl:12`. */
	readonly where: string;
	/** The request, cut where it is very long. */
	readonly body: string;
	readonly label?: string;
	readonly distance: number;
	/** Outputs that differ. */
	readonly outputs: readonly string[];
	/** Outputs as they were answered, long ones cut. */
	readonly primary: readonly OutputTensor[];
	readonly candidate: readonly OutputTensor[];
}

/** What it takes until it can be told, if it goes on as so far. */
export interface Forecast {
	/** Inputs must be new ones; for requests the same inputs will do. */
	readonly of: 'inputs' | 'requests';
	/** How many more; missing when no number of them is enough. */
	readonly count?: number;
	/** `about 1,200 more inputs, about 1 min at 20/s`. */
	readonly words: string;
}
