import type {Compared} from '../../actions/compare/compare.ts';
import type {OutputTensor} from '../../analysis/answers/output.ts';
import {percent} from '../../analysis/comparison/conclusion.ts';
import type {ComparisonResult, Disagreement, Drift, LatencyFinding} from '../../analysis/comparison/result.ts';
import type {Verdict} from '../../analysis/verdict.ts';
import {paint, type Tone} from '../../print/color.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatMs} from '../../print/figures.ts';
import {formatTable, type Cell, type Column} from '../../print/table.ts';

/** How many lines of a list are shown; `-o json` has more. */
const shownClasses = 10;
const shownDisagreements = 5;
const longestOutputs = 24;
/** A drift that chance makes more often is not told. */
const noticed = 0.01;
const width = 80;

const tones: Readonly<Record<string, Tone>> = {
	better: 'good',
	'no worse': 'good',
	faster: 'good',
	worse: 'bad',
	slower: 'waiting',
	'not enough data': 'waiting',
};

/** The verdict with its reason, then what was found, in tables for a terminal of 80 columns. */
export function formatComparison({asked, result}: Compared, color: boolean): string {
	const names = [asked[0].version, asked[1].version] as const;
	const blocks = [
		headline(result, names, color),
		findings(result, names, color),
		outputs(result, color),
		classes(result, names, color),
		remarks(result, names),
		disagreements(result, names, color),
	];
	return blocks.filter(block => block !== '').join('\n');
}

type Names = readonly [string, string];

const conclusions: Readonly<Record<Verdict, (names: Names) => string>> = {
	better: ([primary, candidate]) => `${candidate} is better than ${primary}`,
	'no worse': ([primary, candidate]) => `${candidate} is as good as ${primary}`,
	worse: ([primary, candidate]) => `${candidate} is worse than ${primary}`,
	'not enough data': ([, candidate]) => `${candidate} cannot be judged yet`,
};

function headline(result: ComparisonResult, names: Names, color: boolean): string {
	const {verdict, reason, question} = result;
	const word = color ? paint(verdict, tones[verdict]) : verdict;
	const terms = `margin ${percent(question.margin)}, error rate ${percent(question.alpha)}`;
	const lines = [reason, ...forecastLines(result)].flatMap(text => wrapped(escapeLine(text)));
	return `${word}: ${escapeLine(conclusions[verdict](names))} (${terms})\n${lines.map(line => `${line}\n`).join('')}`;
}

function forecastLines({forecast, pairs}: ComparisonResult): readonly string[] {
	if (!forecast) return [];
	const {of, count, words} = forecast;
	if (count === undefined) return [words];
	const advice = of === 'requests' ? ` (the same inputs will do: --requests ${pairs + count})` : '';
	return [`it takes ${words}${advice}`];
}

/** Lines of a terminal, broken between clauses and set in. */
function wrapped(text: string): readonly string[] {
	const lines: string[] = [];
	for (const clause of text.split(/(?<=[,:;]) /)) {
		const longer = `${lines.at(-1) ?? ' '} ${clause}`;
		if (lines.length === 0 || longer.length > width) lines.push(`  ${clause}`);
		else lines[lines.length - 1] = longer;
	}

	return lines;
}

interface FindingRow {
	readonly what: string;
	readonly primary: string;
	readonly candidate: string;
	readonly difference: string;
	readonly verdict: string;
}

function findings(result: ComparisonResult, [primary, candidate]: Names, color: boolean): string {
	const {accuracy, agreement, failures, latency} = result;
	const share = ({count, trials}: {count: number; trials: number}) => (trials === 0 ? '-' : percent(count / trials));
	const rows: readonly FindingRow[] = [
		...(accuracy
			? [
					{
						what: 'right',
						primary: share(accuracy.primary),
						candidate: share(accuracy.candidate),
						difference: pointsWords(accuracy.difference.lower, accuracy.difference.upper),
						verdict: accuracy.verdict,
					},
				]
			: []),
		{
			what: 'same',
			primary: '-',
			candidate: share(agreement.agreeing),
			difference: `${percent(agreement.interval.lower)} to ${percent(agreement.interval.upper)}`,
			// With labels it says nothing of which is right.
			verdict: accuracy ? '-' : agreement.verdict,
		},
		{
			what: 'failed',
			primary: share(result.primary.failed),
			candidate: share(result.candidate.failed),
			difference: pointsWords(-failures.difference.upper, -failures.difference.lower),
			verdict: failures.verdict,
		},
		...latency.map(finding => ({
			what: finding.quantile,
			primary: formatMs(finding.primary),
			candidate: formatMs(finding.candidate),
			difference: ratioWords(finding),
			verdict: finding.verdict,
		})),
	];
	const columns: readonly Column<FindingRow>[] = [
		{header: 'FOUND', cell: row => row.what},
		{header: primary.toUpperCase(), cell: row => row.primary},
		{header: candidate.toUpperCase(), cell: row => row.candidate},
		{header: 'DIFFERENCE', cell: row => row.difference},
		{header: 'VERDICT', cell: row => verdictCell(row.verdict)},
	];
	return formatTable(columns, rows, {isWide: false, color});
}

/** `-0.9 to +0.8 points`. */
function pointsWords(lower: number, upper: number): string {
	const signed = (share: number): string => {
		const text = (share * 100).toFixed(1);
		return Number(text) === 0 ? '0' : share > 0 ? `+${text}` : text;
	};
	return `${signed(lower)} to ${signed(upper)} points`;
}

function ratioWords({ratio: {lower, upper}}: LatencyFinding): string {
	if (lower === undefined) return upper === undefined ? '-' : `up to ${figure(upper)} times`;
	return upper === undefined ? `${figure(lower)} times or more` : `${figure(lower)} to ${figure(upper)} times`;
}

/** A number to three digits: `0.8`, `1.24`. */
function figure(value: number): string {
	return String(Number(value.toPrecision(3)));
}

function outputs({agreement}: ComparisonResult, color: boolean): string {
	type Row = (typeof agreement.outputs)[number];
	if (agreement.outputs.length < 2) return '';
	const columns: readonly Column<Row>[] = [
		{header: 'OUTPUT', cell: ({output}) => output},
		{header: 'AS', cell: ({rule}) => rule ?? '-'},
		{header: 'SAME', cell: ({agreeing: {count, trials}}) => percent(count / trials)},
		{header: 'FARTHEST', cell: ({farthest}) => figure(farthest)},
		{header: 'VERDICT', cell: ({verdict}) => verdictCell(verdict)},
	];
	return formatTable(columns, agreement.outputs.slice(0, shownClasses), {isWide: false, color});
}

function classes({accuracy}: ComparisonResult, [primary, candidate]: Names, color: boolean): string {
	const worse = accuracy?.classes.filter(({gotWorse}) => gotWorse) ?? [];
	if (worse.length === 0) return '';
	const right = (good: number, {pairs: {bothGood, bothBad, better, worse: lost}}: (typeof worse)[number]): string =>
		`${bothGood + good} of ${bothGood + bothBad + better + lost}`;
	const columns: readonly Column<(typeof worse)[number]>[] = [
		{header: 'CLASS', cell: ({label}) => label},
		{header: primary.toUpperCase(), cell: row => right(row.pairs.worse, row)},
		{header: candidate.toUpperCase(), cell: row => right(row.pairs.better, row)},
		{header: 'VERDICT', cell: () => verdictCell('worse')},
	];
	return formatTable(columns, worse.slice(0, shownClasses), {isWide: false, color});
}

/** What differs in the contract, why requests failed, and what is predicted more or less often. */
function remarks({contract, primary, candidate, drift}: ComparisonResult, names: Names): string {
	const lines = [
		...contract.slice(0, shownClasses).map(({of, name, difference, primary: one, candidate: other, seen}) => {
			const where = seen === 'metadata' ? 'in the metadata' : `in ${seen.answers} answers`;
			return `${of} ${name} ${differenceWords(difference, names, one ?? '', other ?? '')} ${where}`;
		}),
		...[primary, candidate].flatMap(({failures, failed}) =>
			failures.slice(0, 2).map(({reason, count}) => `${count} of ${failed.count} failures: ${reason}`),
		),
		...drift.flatMap(driftWords),
	];
	return lines.map(line => `${escapeLine(line)}\n`).join('');
}

/** Nothing of what chance alone makes often. */
function driftWords(drift: Drift): readonly string[] {
	if (drift.pValue > noticed) return [];
	const [what, size] =
		drift.kind === 'labels'
			? (['labels are predicted more or less often: stability index', drift.index] as const)
			: ([`${drift.output} has drifted: distance`, drift.distance] as const);
	return [`${what} ${figure(size)} (as much by chance alone: ${percent(drift.pValue)})`];
}

function differenceWords(
	difference: ComparisonResult['contract'][number]['difference'],
	[primary, candidate]: Names,
	one: string,
	other: string,
): string {
	if (difference === 'new') return `is new in ${candidate} (${other}),`;
	if (difference === 'missing') return `of ${primary} (${one}) is missing in ${candidate},`;
	return `is ${one} in ${primary} and ${other} in ${candidate},`;
}

function disagreements(
	{disagreements: found, agreement}: ComparisonResult,
	[primary, candidate]: Names,
	color: boolean,
): string {
	if (found.length === 0) return '';
	const columns: readonly Column<Disagreement>[] = [
		{header: 'INPUT', cell: ({where}) => where.split('/').at(-1)},
		...(found.some(({label}) => label !== undefined)
			? [{header: 'LABEL', cell: ({label}: Disagreement) => label ?? '-'}]
			: []),
		{header: primary.toUpperCase(), cell: row => outputWords(row.primary, row)},
		{header: candidate.toUpperCase(), cell: row => outputWords(row.candidate, row)},
		{header: 'DISTANCE', cell: ({distance}) => figure(distance)},
	];
	const differing = agreement.agreeing.trials - agreement.agreeing.count;
	const shown = found.slice(0, shownDisagreements);
	const more = differing - shown.length;
	const table = formatTable(columns, shown, {isWide: false, color});
	return `${table}${more > 0 ? `and ${more} more (--save-disagreements keeps all)\n` : ''}`;
}

/** `predict=[7]`, of the outputs that differ. */
function outputWords(answered: readonly OutputTensor[], {outputs: differing}: Disagreement): string {
	const text = answered
		.filter(({name}) => differing.includes(name))
		.map(({name, data}) => `${name}=${JSON.stringify(data)}`)
		.join(' ');
	return text.length > longestOutputs ? `${text.slice(0, longestOutputs)}…` : text;
}

function verdictCell(verdict: string): Cell {
	const tone = tones[verdict];
	return tone === undefined ? verdict : {text: verdict, tone};
}
