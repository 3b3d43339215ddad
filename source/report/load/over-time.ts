import type {LoadResult} from '../../load/result.ts';
import {formatMs} from '../../print/figures.ts';
import {html, type Html} from '../html.ts';
import {markedKeys} from '../keys.ts';
import {timePlot} from '../plots/time-plot.ts';
import {percentWords} from '../words.ts';
import {shownVersions, type ShownVersion} from './load-versions.ts';

/** So many points show what happened; more of them show chance. */
const mostPoints = 40;

/** Each version's part of the answers over the time of the run, beside what the weights say. */
export function splitFigure(result: LoadResult): Html | undefined {
	const {series, split} = result;
	const versions = shownVersions(result);
	if (versions.length === 0) return undefined;
	const join = joinOf(series.maxMs.length);
	const answered = series.requests.map(({version, counts}) => ({version, counts: joined(counts, join, sum)}));
	const totals = joined(series.maxMs, join, sum).map((_, at) => sum(answered.map(({counts}) => counts[at] ?? 0)));
	const weights = sum((split?.versions ?? []).map(({weight}) => weight));
	const weightOf = ({result: {version}}: ShownVersion): number | undefined =>
		split?.versions.find(each => each.version === version)?.weight;
	const lines = versions.map(shown => {
		const own = answered.find(({version}) => version === (shown.result.version ?? null))?.counts ?? [];
		const weight = weightOf(shown);
		return {
			color: `var(--${shown.mark})`,
			values: totals.map((total, at) => (total === 0 ? undefined : (own[at] ?? 0) / total)),
			...(weight === undefined || weights === 0 ? {} : {expected: weight / weights}),
		};
	});
	const spoken = versions.map(
		({name, result: {requests}}) => `${name}: ${percentWords(requests / Math.max(1, result.requests))} in all`,
	);
	const axis = {max: 1, words: (value: number) => `${Math.round(value * 100)} %`};
	return html`<figure>
		<figcaption>
			Split over time: part of the requests that each version
			answered.${split === undefined ? undefined : ' Dashed: by the weights.'}<br />${markedKeys(versions)}
		</figcaption>
		${timePlot(lines, series.intervalMs * join, axis, `Split over time. ${spoken.join('; ')}.`)}
	</figure>`;
}

/** The slowest answer of each part of the run, where a stall shows. */
export function slowestFigure({series, answered}: LoadResult): Html | undefined {
	if (answered.length === 0) return undefined;
	const join = joinOf(series.maxMs.length);
	const values = joined(series.maxMs, join, largest).map(value => (value === 0 ? undefined : value));
	const slowest = largest(series.maxMs);
	return html`<figure>
		<figcaption>The slowest answer over time, from when its request was due.</figcaption>
		${timePlot([{color: 'var(--text)', values}], series.intervalMs * join, {words: formatMs}, `The slowest answer over time. The slowest of all took ${formatMs(slowest)}.`)}
	</figure>`;
}

function joinOf(length: number): number {
	return Math.max(1, Math.ceil(length / mostPoints));
}

/** Values of so many intervals as one each. */
function joined(
	values: readonly number[],
	join: number,
	one: (values: readonly number[]) => number,
): readonly number[] {
	return Array.from({length: Math.ceil(values.length / join)}, (_, at) =>
		one(values.slice(at * join, (at + 1) * join)),
	);
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

function largest(values: readonly number[]): number {
	return Math.max(0, ...values);
}
