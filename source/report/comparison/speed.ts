import type {ComparisonResult, LatencyFinding} from '../../analysis/comparison/result.ts';
import {formatMs} from '../../print/figures.ts';
import {cutText, shortened} from '../cut.ts';
import {html, type Html} from '../html.ts';
import {keys, type ComparedNames} from '../keys.ts';
import {section} from '../page.ts';
import {latencyPlot} from '../plots/latency-plot.ts';
import {table, type TableColumn} from '../table.ts';
import {sentence} from '../words.ts';

interface Row {
	readonly quantile: string;
	readonly primary: number | undefined;
	readonly candidate: number | undefined;
	readonly finding: LatencyFinding | undefined;
}

/** How long answers of both versions took, by quantiles. */
export function speedSection(result: ComparisonResult, names: ComparedNames): Html | undefined {
	const {primary, candidate} = result;
	if (primary.latency === undefined && candidate.latency === undefined) return undefined;
	const rows = (['p50', 'p95', 'p99', 'max'] as const).map((quantile): Row => ({
		quantile,
		primary: primary.latency?.[quantile],
		candidate: candidate.latency?.[quantile],
		finding: result.latency.find(finding => finding.quantile === quantile),
	}));
	const columns: readonly TableColumn<Row>[] = [
		{heading: 'Quantile', cell: ({quantile}) => quantile},
		{heading: shortened(names.primary, 40), isNumber: true, cell: row => formatMs(row.primary)},
		{heading: shortened(names.candidate, 40), isNumber: true, cell: row => formatMs(row.candidate)},
		...(result.latencyFault === undefined
			? [{heading: 'Candidate is', cell: ({finding}: Row) => findingWords(finding)}]
			: []),
	];
	return section(
		'Speed',
		result.latencyFault === undefined
			? undefined
			: html`<p class="note">${cutText(sentence(result.latencyFault), 400)}.</p>`,
		table('Good answers, from the request to the end of the answer', columns, rows),
	);
}

/** The same as distributions, one over the other. */
export function latencyFigure(
	{histogram: {edges, primary, candidate}, ...result}: ComparisonResult,
	names: ComparedNames,
): Html | undefined {
	if (edges.length < 2) return undefined;
	const [one, other] = [result.primary.latency, result.candidate.latency];
	const spoken = `How long answers took. p50: ${formatMs(one?.p50)} and ${formatMs(other?.p50)}; p95: ${formatMs(one?.p95)} and ${formatMs(other?.p95)}.`;
	const plot = latencyPlot(
		edges,
		[
			{color: 'var(--primary)', counts: primary, p95: one?.p95},
			{color: 'var(--candidate)', counts: candidate, p95: other?.p95},
		],
		spoken,
	);
	return html`<figure>
		<figcaption>How long answers took: part of each version's. Thin lines: p95.<br />${keys(names)}</figcaption>
		${plot}
	</figure>`;
}

function findingWords(finding: LatencyFinding | undefined): string {
	if (finding === undefined) return '';
	const {verdict, ratio} = finding;
	const ends = [ratio.lower, ratio.upper].map(end => (end === undefined ? '?' : end.toFixed(2)));
	return `${verdict === 'not told' ? 'not told apart' : verdict} (${ends.join(' to ')} times)`;
}
