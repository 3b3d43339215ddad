import type {AnsweredRow, ExpectationResult, LoadResult} from '../../load/result.ts';
import {formatMs} from '../../print/figures.ts';
import {counted, cutList, cutText, shortened} from '../cut.ts';
import {html, type Html} from '../html.ts';
import {section, signed, type Tone} from '../page.ts';
import {table, type TableColumn} from '../table.ts';
import {percentWords} from '../words.ts';
import {versionName} from './load-versions.ts';

const mostRows = 20;

export const expectationTones: Readonly<Record<ExpectationResult['verdict'], Tone>> = {
	met: 'good',
	'not met': 'bad',
	'not enough to tell': 'unsure',
};

/** What was expected of the load, and whether it was met. */
export function expectationsSection({expectations}: LoadResult): Html | undefined {
	if (expectations.length === 0) return undefined;
	const columns: readonly TableColumn<ExpectationResult>[] = [
		{heading: 'Expected', cell: ({expectation}) => cutText(expectation, 100)},
		{
			heading: 'Verdict',
			cell: ({verdict}) => {
				const tone = expectationTones[verdict];
				return html`<span class="${tone}">${signed({tone, words: verdict})}</span>`;
			},
		},
		{heading: 'Seen', cell: ({seen}) => cutText(seen, 200)},
	];
	return section('Expectations', table(undefined, columns, expectations.slice(0, mostRows)));
}

/** Counts and times by version and status. */
export function answersSection({answered, unanswered, requests}: LoadResult): Html | undefined {
	const {shown, cut} = cutList(answered, mostRows);
	const columns: readonly TableColumn<AnsweredRow>[] = [
		{heading: 'Version', cell: ({version}) => shortened(versionName(version), 60)},
		{heading: 'Status', isNumber: true, cell: ({status}) => String(status)},
		{heading: 'Requests', isNumber: true, cell: ({count}) => counted(count)},
		{heading: 'Share', isNumber: true, cell: ({count}) => percentWords(count / Math.max(1, requests))},
		{heading: 'p50', isNumber: true, cell: ({p50Ms}) => formatMs(p50Ms)},
		{heading: 'p95', isNumber: true, cell: ({p95Ms}) => formatMs(p95Ms)},
		{heading: 'p99', isNumber: true, cell: ({p99Ms}) => formatMs(p99Ms)},
		{heading: 'p99.9', isNumber: true, cell: ({p999Ms}) => formatMs(p999Ms)},
		{heading: 'Max', isNumber: true, cell: ({maxMs}) => formatMs(maxMs)},
		{heading: 'Service p95', isNumber: true, cell: ({service}) => formatMs(service.p95Ms)},
	];
	const caption = `From when a request was due to the end of its answer; service: from when it was sent${cut === undefined ? '' : ` (${cut})`}`;
	return section(
		'Answers by version and status',
		shown.length === 0 ? undefined : table(caption, columns, shown),
		tokensTable(shown),
		unansweredTable(unanswered),
	);
}

function tokensTable(rows: readonly AnsweredRow[]): Html | undefined {
	const streamed = rows.flatMap(row => (row.tokens === undefined ? [] : [{version: row.version, tokens: row.tokens}]));
	if (streamed.length === 0) return undefined;
	const columns: readonly TableColumn<(typeof streamed)[number]>[] = [
		{heading: 'Version', cell: ({version}) => shortened(versionName(version), 60)},
		{heading: 'Tokens', isNumber: true, cell: ({tokens}) => counted(tokens.tokens)},
		{heading: 'Tokens/s', isNumber: true, cell: ({tokens}) => tokens.tokensPerSecond.toFixed(1)},
		{heading: 'First token p50', isNumber: true, cell: ({tokens}) => formatMs(tokens.first.p50Ms)},
		{heading: 'p95', isNumber: true, cell: ({tokens}) => formatMs(tokens.first.p95Ms)},
		{heading: 'Per token p50', isNumber: true, cell: ({tokens}) => formatMs(tokens.perToken?.p50Ms)},
		{heading: 'p95', isNumber: true, cell: ({tokens}) => formatMs(tokens.perToken?.p95Ms)},
		{heading: 'Largest gap', isNumber: true, cell: ({tokens}) => formatMs(tokens.gaps?.maxMs)},
	];
	return table('Streamed answers', columns, streamed);
}

function unansweredTable(unanswered: LoadResult['unanswered']): Html | undefined {
	if (unanswered.length === 0) return undefined;
	const {shown, cut} = cutList(unanswered, mostRows);
	return table(
		`Requests without an answer${cut === undefined ? '' : ` (${cut})`}`,
		[
			{heading: 'Requests', isNumber: true, cell: ({count}) => counted(count)},
			{heading: 'Reason', cell: ({reason}) => cutText(reason, 400)},
		],
		shown,
	);
}
