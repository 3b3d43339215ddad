import type {Buckets, LoadResult} from '../../load/result.ts';
import {formatMs} from '../../print/figures.ts';
import {html, type Html} from '../html.ts';
import {markedKeys} from '../keys.ts';
import {latencyPlot} from '../plots/latency-plot.ts';
import {shownVersions} from './load-versions.ts';

/** Of few answers, narrow bins show chance. */
const [fewestBins, mostBins] = [8, 28];

/** How long each version took to answer, as distributions one over the other; nothing where none answered. */
export function latencyFigure(result: LoadResult): Html | undefined {
	const versions = shownVersions(result).filter(version => version.result.buckets.length > 0);
	const edges = binEdges(versions.map(version => version.result.buckets));
	if (edges.length === 0) return undefined;
	const series = versions.map(({mark, result: {buckets, times}}) => ({
		color: `var(--${mark})`,
		counts: binned(buckets, edges),
		p95: times?.p95Ms,
	}));
	const spoken = versions.map(
		({name, result: {times}}) => `${name}: p50 ${formatMs(times?.p50Ms)}, p95 ${formatMs(times?.p95Ms)}`,
	);
	return html`<figure>
		<figcaption>
			How long answers took: part of each version's. Thin lines: p95.<br />${markedKeys(versions)}
		</figcaption>
		${latencyPlot(edges, series, `How long answers took. ${spoken.join('; ')}.`)}
	</figure>`;
}

/** Edges of bins from the least to the largest time, each as many times as wide as the one before; as many as the fewest answers bear. */
function binEdges(versions: readonly Buckets[]): readonly number[] {
	const times = versions.flatMap(buckets => buckets.map(({upToMs}) => upToMs));
	if (times.length === 0) return [];
	const fewest = versions.map(countOf).reduce((least, count) => Math.min(least, count));
	const bins = Math.min(mostBins, Math.max(fewestBins, Math.round(2 * Math.cbrt(fewest))));
	const low = Math.max(1e-3, times.reduce((least, time) => Math.min(least, time)) * 0.98);
	const high = Math.max(
		low * 1.5,
		times.reduce((most, time) => Math.max(most, time)),
	);
	return Array.from({length: bins + 1}, (_, index) => low * (high / low) ** (index / bins));
}

function binned(buckets: Buckets, edges: readonly number[]): readonly number[] {
	const [low = 1, high = 1] = [edges[0], edges.at(-1)];
	const bins = edges.length - 1;
	const counts = Array.from({length: bins}, () => 0);
	for (const {upToMs, count} of buckets) {
		const place = Math.floor((bins * Math.log(Math.max(upToMs, low) / low)) / Math.log(high / low));
		const bin = Math.min(bins - 1, place);
		counts[bin] = (counts[bin] ?? 0) + count;
	}

	return counts;
}

function countOf(buckets: Buckets): number {
	return buckets.reduce((sum, {count}) => sum + count, 0);
}
