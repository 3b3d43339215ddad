import type {AppInfo} from '../../info/app.ts';
import {countsWeights} from '../../info/states/permits.ts';
import {historyMs, type AppNumbers, type Moment} from '../../metrics/numbers.ts';
import {formatShare} from '../../print/figures.ts';
import {displayWidth} from '../../print/width.ts';
import {drawable, fit, startAndEnd} from '../fit.ts';
import {bar, sparkline} from './figures.ts';
import type {Line, Span} from './line.ts';

const sparkWidth = 12;
const sparkTitle = 'p95 for 10 min ';
const slotMs = historyMs / sparkWidth;

/**
 * How much each version gets: of the requests that were measured, else by the weights where they are what routes. Empty where
 * neither is known.
 */
export function shareLines(app: AppInfo, numbers: AppNumbers, width: number): readonly Line[] {
	const shares = measuredShares(app, numbers);
	const title = shares ? 'share ' : 'weight';
	const parts = shares ?? weightShares(app);
	if (!parts) return [];
	const histories = app.versions.map(({title}) => highestP95s(numbers.get(title)?.history ?? []));
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
			{text: `${fit(startAndEnd(version.title, names), names)} `},
			{text: bar(share, barWidth), tone: index === 0 ? 'good' : 'waiting'},
			{text: ` ${formatShare(share).padStart(7)}`},
			...spark,
		];
	});
}

/** The highest p95 of each part of the past, oldest first, that each has room on the line. */
function highestP95s(history: readonly Moment[]): readonly number[] {
	const last = history.at(-1)?.at ?? 0;
	const slots: number[] = [];
	for (const {at, p95Ms = 0} of history) {
		const slot = Math.floor((last - at) / slotMs);
		slots[slot] = Math.max(slots[slot] ?? 0, p95Ms);
	}

	return Array.from(slots, highest => highest ?? 0).toReversed();
}

/** A mirror's candidate gets copies, of which none is answered. */
function measuredShares({strategy, versions}: AppInfo, numbers: AppNumbers): readonly number[] | undefined {
	if (strategy === 'mirror') return undefined;
	const rates = versions.map(({title}) => numbers.get(title)?.requestsPerSecond);
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
