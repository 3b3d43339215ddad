import type {Interval, Share} from '../analysis/statistics/interval.ts';
import type {Verdict} from '../analysis/verdict.ts';
import {counted} from './cut.ts';
import type {Tone} from './page.ts';

export const verdictTones: Readonly<Record<Verdict, Tone>> = {
	better: 'good',
	'no worse': 'good',
	worse: 'bad',
	'not enough data': 'unsure',
};

/** A share of 1 to a tenth of a percent, `97.8 %`, in which no line breaks. A little is not nothing, and nearly all is not all. */
export function percentWords(share: number): string {
	const percent = share * 100;
	if (percent > 0 && percent < 0.05) return '<0.1\u00A0%';
	if (percent > 99.95 && percent < 100) return '>99.9\u00A0%';
	return `${percent === 0 || percent === 100 ? percent : percent.toFixed(1)}\u00A0%`;
}

/** One that was asked for, as it was: `1 %`, `0.5 %`. */
export function askedWords(share: number): string {
	return `${Number((share * 100).toPrecision(4))}\u00A0%`;
}

export function shareOf({count, trials}: Share): number {
	return trials === 0 ? 0 : count / trials;
}

/** `97.8 % (877 of 897)`. */
export function shareWords(share: Share): string {
	return `${percentWords(shareOf(share))} (${ofWords(share)})`;
}

/** `877 of 897`. */
export function ofWords({count, trials}: Share): string {
	return `${counted(count)} of ${counted(trials)}`;
}

/** `96.5–98.6 %`. */
export function intervalWords({lower, upper}: Interval): string {
	return `${percentWords(lower).slice(0, -2)}–${percentWords(upper)}`;
}

/** In percentage points, with its sign: `+0.4`, `−1.2`. */
export function pointsWords(difference: number): string {
	const points = (difference * 100).toFixed(1);
	if (Number(points) === 0) return '0.0';
	return difference > 0 ? `+${points}` : points.replace('-', '−');
}

/** With a capital at its beginning. */
export function sentence(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
