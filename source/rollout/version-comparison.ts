import type {Verdict} from '../analysis/verdict.ts';
import {cut} from '../objects/cut.ts';
import {fieldAt, numberAt, stringsAt} from '../objects/object.ts';
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
	/** Labels of classes that got surely worse in spite of the verdict, the most frequent first; never empty. */
	readonly lostClasses?: readonly string[];
	/** RFC 3339. */
	readonly at: string;
	/** Who compared, as the API server calls them. */
	readonly by: string;
}

/** How many lost classes are kept, and how much of a label; so many are named. */
const mostClasses = 20;
const longestLabel = 40;
const namedClasses = 3;

const verdicts: ReadonlySet<unknown> = new Set<Verdict>(['better', 'no worse', 'worse', 'not enough data']);

/** A comparison as it was kept; undefined for what is none. */
export function comparisonOf(value: unknown): VersionComparison | undefined {
	const [primary, at, by] = ['primary', 'at', 'by'].map(key => shortTextAt(value, key));
	const [inputs, margin] = [countOf(fieldAt(value, 'inputs')), numberAt(value, 'margin')];
	const verdict = fieldAt(value, 'verdict');
	if (primary === undefined || at === undefined || by === undefined) return undefined;
	if (inputs === undefined || margin === undefined || !(margin >= 0 && margin <= 1)) return undefined;
	if (!isVerdict(verdict) || Number.isNaN(Date.parse(at))) return undefined;
	return {primary, verdict, inputs, margin, at, by, ...keptClasses(stringsAt(value, 'lostClasses'))};
}

/** Lost classes as they are kept with a comparison; nothing where there is none. */
export function keptClasses(labels: readonly string[]): Pick<VersionComparison, 'lostClasses'> {
	const kept = labels.slice(0, mostClasses).map(label => cut(label, longestLabel));
	return kept.length === 0 ? {} : {lostClasses: kept};
}

/**
 * Which of two comparisons of one candidate tells of it: the later one, unless it says less about the same two specs. *not enough
 * data* is no word against a verdict, and against *worse* or a lost class only a comparison on as many inputs and with no wider
 * margin is one.
 */
export function tellingComparison(
	earlier: VersionComparison | undefined,
	later: VersionComparison | undefined,
): VersionComparison | undefined {
	if (!earlier || !later) return later ?? earlier;
	if (earlier.primary !== later.primary || earlier.verdict === 'not enough data') return later;
	const isWeaker = later.inputs < earlier.inputs || later.margin > earlier.margin;
	const isAgainst = earlier.verdict === 'worse' || (earlier.lostClasses !== undefined && later.verdict !== 'worse');
	const saysLess = later.verdict === 'not enough data' || (isAgainst && isWeaker);
	return saysLess ? earlier : later;
}

/** Whether a comparison speaks for the candidate, and nothing in it against. */
export function isFavourable({verdict, lostClasses}: Pick<VersionComparison, 'verdict' | 'lostClasses'>): boolean {
	return (verdict === 'better' || verdict === 'no worse') && lostClasses === undefined;
}

/** `compared on 897 inputs: no worse (margin 1 %), but class 8 got worse`. @param beside What it was compared with, where that is to be said. */
export function comparisonWords(
	{verdict, inputs, margin, lostClasses}: Omit<VersionComparison, 'primary' | 'at' | 'by'>,
	beside = '',
): string {
	const on = inputs === 1 ? '1 input' : `${inputs} inputs`;
	return `compared on ${on}${beside}: ${verdict} (margin ${Number((margin * 100).toPrecision(3))} %)${lostWords(lostClasses)}`;
}

function lostWords(labels: readonly string[] = []): string {
	const [only, ...others] = labels;
	if (only === undefined) return '';
	if (others.length === 0) return `, but class ${only} got worse`;
	const more = labels.length - namedClasses;
	return `, but classes ${labels.slice(0, namedClasses).join(', ')}${more > 0 ? ` and ${more} more` : ''} got worse`;
}

function isVerdict(value: unknown): value is Verdict {
	return verdicts.has(value);
}
