import type {Verdict} from '../analysis/verdict.ts';
import {fieldAt, numberAt} from '../objects/object.ts';
import {countOf, shortTextAt} from './kept-values.ts';

/** What a comparison with the primary came to. */
export interface VersionComparison {
	/** Hash of the spec that the primary had: of no other the verdict tells anything. */
	readonly primary: string;
	readonly verdict: Verdict;
	/** Different ones. */
	readonly inputs: number;
	/** By how much the version may be worse and still pass, as a part of all inputs. */
	readonly margin: number;
	/** RFC 3339. */
	readonly at: string;
	/** Who compared, as the API server calls them. */
	readonly by: string;
}

const verdicts: ReadonlySet<unknown> = new Set<Verdict>(['better', 'no worse', 'worse', 'not enough data']);

/** A comparison as it was kept; undefined for what is none. */
export function comparisonOf(value: unknown): VersionComparison | undefined {
	const [primary, at, by] = ['primary', 'at', 'by'].map(key => shortTextAt(value, key));
	const [inputs, margin] = [countOf(fieldAt(value, 'inputs')), numberAt(value, 'margin')];
	const verdict = fieldAt(value, 'verdict');
	if (primary === undefined || at === undefined || by === undefined) return undefined;
	if (inputs === undefined || margin === undefined || !(margin >= 0 && margin <= 1)) return undefined;
	if (!isVerdict(verdict) || Number.isNaN(Date.parse(at))) return undefined;
	return {primary, verdict, inputs, margin, at, by};
}

/**
 * Which of two comparisons of one candidate tells of it: the later one, unless it says less about the same two specs. *not enough
 * data* is no word against a verdict, and against *worse* only a comparison on as many inputs and with no wider margin is one.
 */
export function tellingComparison(
	earlier: VersionComparison | undefined,
	later: VersionComparison | undefined,
): VersionComparison | undefined {
	if (!earlier || !later) return later ?? earlier;
	if (earlier.primary !== later.primary || earlier.verdict === 'not enough data') return later;
	const isWeaker = later.inputs < earlier.inputs || later.margin > earlier.margin;
	const saysLess = later.verdict === 'not enough data' || (earlier.verdict === 'worse' && isWeaker);
	return saysLess ? earlier : later;
}

/** Whether a verdict speaks for the candidate. */
export function isGoodVerdict(verdict: Verdict): boolean {
	return verdict === 'better' || verdict === 'no worse';
}

/** `compared on 897 inputs: no worse (margin 1 %)`. @param beside What it was compared with, where that is to be said. */
export function comparisonWords(
	{verdict, inputs, margin}: Pick<VersionComparison, 'verdict' | 'inputs' | 'margin'>,
	beside = '',
): string {
	const on = inputs === 1 ? '1 input' : `${inputs} inputs`;
	return `compared on ${on}${beside}: ${verdict} (margin ${Number((margin * 100).toPrecision(3))} %)`;
}

function isVerdict(value: unknown): value is Verdict {
	return verdicts.has(value);
}
