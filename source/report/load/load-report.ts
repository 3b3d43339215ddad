import type {LoadResult} from '../../load/result.ts';
import {counted, cutText} from '../cut.ts';
import {html} from '../html.ts';
import {pageText, section, type Tone} from '../page.ts';
import {originOf, type ReportOrigin} from '../report-origin.ts';
import {answersSection, expectationsSection} from './answers.ts';
import {failuresSection} from './failures.ts';
import {latencyFigure} from './latencies.ts';
import {slowestFigure, splitFigure} from './over-time.ts';
import {loadTiles} from './tiles.ts';

/** What a load of requests came to, as a page for a colleague: whether it was as expected, then times, split and failures. */
export function loadReport(result: LoadResult, origin: ReportOrigin): string {
	const figures = [latencyFigure(result), splitFigure(result), slowestFigure(result)].filter(
		figure => figure !== undefined,
	);
	return pageText({
		title: `How ${origin.app} answered`,
		verdict: verdictOf(result),
		tiles: loadTiles(result),
		sections: [
			expectationsSection(result),
			figures.length === 0 ? undefined : section('Times and split', html`<div class="pair">${figures}</div>`),
			answersSection(result),
			failuresSection(result),
		],
		origin: originOf(origin, factsOf(result)),
	});
}

interface LoadVerdict {
	readonly tone: Tone;
	readonly words: string;
	readonly reason: string;
}

/** By what was expected; without that by the split and by failures. */
function verdictOf({expectations, split, failed, dropped, requests, elapsedMs}: LoadResult): LoadVerdict {
	const told = (verdict: string): string =>
		expectations
			.filter(each => each.verdict === verdict)
			.map(({expectation, seen}) => `${cutText(expectation, 100)}: ${cutText(seen, 100)}`)
			.join('; ');
	const all = `${counted(requests)} requests in ${secondsWords(elapsedMs)}, ${failed === 0 ? 'none' : counted(failed)} failed${dropped === 0 ? '' : `, ${counted(dropped)} dropped`}`;
	if (told('not met') !== '') return {tone: 'bad', words: 'Not as expected', reason: told('not met')};
	if (told('not enough to tell') !== '')
		return {tone: 'unsure', words: 'Not enough to tell', reason: told('not enough to tell')};
	if (split?.verdict === 'not by chance') {
		const after =
			split.toldAfter === undefined ? '' : `, which could be told after ${counted(split.toldAfter)} requests`;
		return {
			tone: 'bad',
			words: 'Not split by the weights',
			reason: `${all}; chance does not split requests like this${after}`,
		};
	}

	if (requests === 0) return {tone: 'unsure', words: 'Nothing was answered', reason: all};
	if (expectations.length > 0) return {tone: 'good', words: 'As expected', reason: all};
	if (failed > 0) return {tone: 'bad', words: 'Some requests failed', reason: all};
	if (dropped > 0) return {tone: 'bad', words: 'Some requests were dropped', reason: all};
	return {tone: 'good', words: 'All requests were answered', reason: all};
}

function factsOf({pace, warmupMs, startedAt, isInterrupted}: LoadResult) {
	const load =
		pace.kind === 'closed'
			? `${counted(pace.concurrency)} at a time, each answer makes room for the next`
			: `${pace.rate}/s, ${pace.arrival === 'poisson' ? 'at random times' : 'evenly spaced'}, at most ${counted(pace.mostInFlight)} under way`;
	return [
		['Load', `${load}${warmupMs === 0 ? '' : `, after ${secondsWords(warmupMs)} of warm-up`}`],
		['Started', `${startedAt.slice(0, 19).replace('T', ' ')} UTC${isInterrupted ? ', interrupted' : ''}`],
	] as const;
}

function secondsWords(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(1)} s`;
}
