import type {AppInfo} from '../../info/app.ts';
import type {AppNumbers} from '../../metrics/numbers.ts';
import {displayWidth} from '../../print/width.ts';
import {drawable, fit} from '../fit.ts';
import {bar, formatShare, sparkline} from './figures.ts';
import type {Line, Span} from './line.ts';
import {countsWeights} from './request-lines.ts';

const sparkWidth = 12;
const sparkTitle = 'p95 last 5 min ';

/**
 * How much each version gets: of the requests that were measured, else by the weights where they are what routes. Empty where
 * neither is known.
 */
export function shareLines(app: AppInfo, numbers: AppNumbers, width: number): readonly Line[] {
	const shares = measuredShares(app, numbers);
	const title = shares ? 'share ' : 'weight';
	const parts = shares ?? weightShares(app);
	if (!parts) return [];
	const histories = app.versions.map(({name}) => numbers.get(name)?.p95History ?? []);
	const highest = Math.max(0, ...histories.flat());
	const hasSparks = highest > 0 && width >= 76;
	const taken = title.length + 3 + 2 + 9 + (hasSparks ? sparkTitle.length + sparkWidth + 2 : 0);
	const names = Math.min(24, Math.max(...app.versions.map(version => displayWidth(drawable(version.title)))));
	const barWidth = Math.max(4, Math.min(30, width - taken - names));
	return app.versions.map((version, index): Line => {
		const share = parts[index] ?? 0;
		const spark: readonly Span[] = hasSparks
			? [
					{text: `  ${index === 0 ? sparkTitle : ' '.repeat(sparkTitle.length)}`, tone: 'faint'},
					{text: sparkline(histories[index] ?? [], highest, sparkWidth)},
				]
			: [];
		return [
			{text: ` ${index === 0 ? title : ' '.repeat(title.length)} `, tone: 'faint'},
			{text: `${fit(version.title, names)} `},
			{text: bar(share, barWidth), tone: index === 0 ? 'good' : 'waiting'},
			{text: ` ${formatShare(share).padStart(7)}`},
			...spark,
		];
	});
}

function measuredShares({versions}: AppInfo, numbers: AppNumbers): readonly number[] | undefined {
	const rates = versions.map(({name}) => numbers.get(name)?.requestsPerSecond);
	const total = rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0);
	return rates.length === 0 || rates.includes(undefined) || total === 0
		? undefined
		: rates.map(rate => (rate ?? 0) / total);
}

/** A canary's candidate is reached by what requests say, whatever the weights are. */
function weightShares(app: AppInfo): readonly number[] | undefined {
	const {versions} = app;
	const total = versions.reduce((sum, {weight}) => sum + weight, 0);
	if (!countsWeights(app) || total === 0) return undefined;
	return versions.map(({weight}) => weight / total);
}
