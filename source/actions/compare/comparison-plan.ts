import type {RuleSettings} from '../../analysis/answers/output.ts';
import type {Pair} from '../../analysis/comparison/pair.ts';
import type {ComparisonSoFar} from '../../analysis/comparison/so-far.ts';
import type {Question} from '../../analysis/verdict.ts';
import type {GatewayAccess} from '../../inference/gateway-access.ts';
import type {Input} from '../../inference/input/input.ts';

/** What both versions are sent, how, and what is asked of the answers. */
export interface ComparisonPlan {
	/** At least one. They should be like those of the app's clients: of no others the verdict says anything. */
	readonly inputs: readonly Input[];
	/** Of the requests; undefined for the model's path by the protocol of each. */
	readonly path: string | undefined;
	/** Beside those by which the route chooses a version. Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** The model's name in paths and requests; undefined for the one that the route tells. */
	readonly model: string | undefined;
	/** Whether V2's tensors are sent, and asked for, in binary. */
	readonly isBinary: boolean;
	/** How many pairs to send: of more inputs the first, of fewer each again; undefined for each input once. */
	readonly requests: number | undefined;
	/** Whether inputs are left out that the primary's model does not take, as it says itself; else nothing is sent then. */
	readonly skipsBad: boolean;
	/** How long pairs are sent before, which do not count; with 0 as many as go at a time. In milliseconds. */
	readonly warmupMs: number;
	/** Pairs that are under way at a time, at a rate the most; undefined for one, at a rate for 256. */
	readonly concurrency: number | undefined;
	/** Pairs a second, however slow the answers are; undefined for as many as go. */
	readonly rate: number | undefined;
	/** For each answer, in milliseconds; 0 waits for ever. */
	readonly timeoutMs: number;
	/** Address of the gateway; undefined forwards a port. */
	readonly url: string | undefined;
	/** How that gateway is trusted, and the token of each request. */
	readonly access: GatewayAccess;
	/** With `looks: 'always'` sending ends as soon as there is a verdict. */
	readonly question: Question;
	readonly settings: RuleSettings;
	/** Of the order in which the two of a pair are asked, and with `looks: 'always'` of that of the inputs. */
	readonly seed: number;
	/** Whether what comes of it is kept for who promotes. */
	readonly isKept: boolean;
	/** Told after each pair that counts, with those that there will be at most. What is known so far costs only who asks for it. */
	readonly onPair: (pairs: number, of: number, soFar: () => ComparisonSoFar) => void;
	/** Told each input to which both versions answer, and not the same, once. */
	readonly onDisagreement: (pair: Pair) => void;
	/** Told, in a sentence, what a person should know. */
	readonly onRemark: (words: string) => void;
}
