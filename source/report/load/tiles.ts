import type {LoadResult} from '../../load/result.ts';
import {formatMs, formatRate} from '../../print/figures.ts';
import {counted, shortened} from '../cut.ts';
import type {Tile} from '../page.ts';
import {percentWords} from '../words.ts';
import {shownVersions} from './load-versions.ts';

/** The load at a glance: how much of it, what failed, how long it took, how it was split. */
export function loadTiles(result: LoadResult): readonly Tile[] {
	return [requestsTile(result), failedTile(result), ...timeTiles(result), splitTile(result)].filter(
		tile => tile !== undefined,
	);
}

function requestsTile({requests, requestsPerSecond, goodput, isInterrupted}: LoadResult): Tile {
	return {
		heading: isInterrupted ? 'Requests, interrupted' : 'Requests',
		tone: 'plain',
		words: counted(requests),
		figures: [formatRate(requestsPerSecond), `goodput ${formatRate(goodput.perSecond)}`],
	};
}

function failedTile({failed, requests, dropped}: LoadResult): Tile {
	return {
		heading: 'Failed',
		tone: failed + dropped > 0 ? 'bad' : 'good',
		words: failed > 0 ? counted(failed) : dropped > 0 ? 'None of those sent' : 'None',
		figures: [
			...(failed === 0 ? [] : [`${percentWords(failed / Math.max(1, requests))} of requests`]),
			...(dropped === 0 ? [] : [`${counted(dropped)} dropped, too many under way`]),
		],
	};
}

/** Of the two versions that matter most. */
function timeTiles(result: LoadResult): readonly Tile[] {
	return shownVersions(result)
		.flatMap(({name, result: {times}}) => (times ? [{name, times}] : []))
		.slice(0, 2)
		.map(({name, times: {p50Ms, p95Ms, p99Ms}}) => ({
			heading: shortened(name, 40),
			tone: 'plain' as const,
			words: `p50 ${formatMs(p50Ms)}`,
			figures: [`p95 ${formatMs(p95Ms)}`, `p99 ${formatMs(p99Ms)}`],
		}));
}

function splitTile({split}: LoadResult): Tile | undefined {
	if (split === undefined) return undefined;
	const isRight = split.verdict === 'within chance';
	const shown = split.versions.slice(0, 4);
	return {
		heading: 'Split',
		tone: isRight ? 'good' : 'bad',
		words: isRight ? 'As the weights say' : 'Not by the weights',
		figures: [
			`${partsWords(shown.map(({weight}) => weight))} expected`,
			`${partsWords(shown.map(({requests}) => requests))} seen`,
		],
	};
}

/** `90/10`, `89.4/10.6`. */
function partsWords(values: readonly number[]): string {
	const total = Math.max(
		1e-9,
		values.reduce((sum, value) => sum + value, 0),
	);
	return values.map(value => String(Math.round((1000 * value) / total) / 10)).join('/');
}
