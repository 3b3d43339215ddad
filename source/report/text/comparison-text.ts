import type {Compared} from '../../actions/compare/compare.ts';
import {percent} from '../../analysis/comparison/percent.ts';
import type {ComparisonResult} from '../../analysis/comparison/result.ts';
import type {Verdict} from '../../analysis/verdict.ts';
import {escapeLine} from '../../print/escape.ts';
import type {TextLine} from '../../print/table.ts';
import {caveatsOf} from '../caveats.ts';
import {verdictTone, type Names, type TableLayout} from './cells.ts';
import {disagreementTable} from './disagreement-table.ts';
import {classTable, findingTable, outputTable} from './finding-tables.ts';
import {remarkLines} from './remark-lines.ts';

/** Narrower lines have no room for all columns. */
const intervalsWidth = 70;

/** What has to fit. */
export interface ComparisonLayout {
	/** Columns of the screen for sentences. */
	readonly width: number;
	/** A name as the header of a column has it. @default the name */
	readonly columnName?: (name: string) => string;
	/** Columns of the screen that a cell with a model's words has at most. */
	readonly widest?: number;
	/** Where the disagreements are that are not shown. @default '--save-disagreements keeps all' */
	readonly more?: string;
}

/**
 * A comparison as text, the same wherever it is shown: the verdict with its reason, then what was found, in tables. Blocks are
 * parted by empty lines. All of it is escaped.
 */
export function comparisonText(
	{asked, result}: Compared,
	{width, columnName = name => name, widest, more = '--save-disagreements keeps all'}: ComparisonLayout,
): readonly TextLine[] {
	const names = [asked[0].version, asked[1].version] as const;
	const layout: TableLayout = {
		names: [columnName(names[0]), columnName(names[1])],
		widest,
		more,
		isNarrow: width < intervalsWidth,
	};
	const blocks = [
		headline(result, names, width),
		findingTable(result, layout),
		outputTable(result, layout),
		classTable(result, layout),
		remarkLines(result, names),
		disagreementTable(result, layout),
	];
	return blocks.filter(block => block.length > 0).flatMap((block, index) => (index === 0 ? block : [[], ...block]));
}

const conclusions: Readonly<Record<Verdict, (names: Names) => string>> = {
	better: ([primary, candidate]) => `${candidate} is better than ${primary}`,
	'no worse': ([primary, candidate]) => `${candidate} is as good as ${primary}`,
	worse: ([primary, candidate]) => `${candidate} is worse than ${primary}`,
	'not enough data': ([, candidate]) => `${candidate} cannot be judged yet`,
};

function headline(result: ComparisonResult, names: Names, width: number): readonly TextLine[] {
	const {verdict, reason, question} = result;
	const [primary, candidate] = names;
	const terms = `margin ${percent(question.margin)}, error rate ${percent(question.alpha)}`;
	return [
		[{text: verdict, tone: verdictTone[verdict]}, {text: `: ${escapeLine(conclusions[verdict](names))} (${terms})`}],
		...[reason, ...caveatsOf(result, {primary, candidate}), ...forecastLines(result)]
			.flatMap(text => wrapped(escapeLine(text), width))
			.map(text => [{text}]),
	];
}

function forecastLines({forecast, pairs}: ComparisonResult): readonly string[] {
	if (!forecast) return [];
	const {of, count, words} = forecast;
	if (count === undefined) return [words];
	const advice = of === 'requests' ? ` (the same inputs will do: --requests ${pairs + count})` : '';
	return [`it takes ${words}${advice}`];
}

/** Broken between clauses and set in. */
function wrapped(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	for (const clause of text.split(/(?<=[,:;]) /)) {
		const longer = `${lines.at(-1) ?? ' '} ${clause}`;
		if (lines.length === 0 || longer.length > width) lines.push(`  ${clause}`);
		else lines[lines.length - 1] = longer;
	}

	return lines;
}
