import {isSuccess} from '../../inference/infer.ts';
import type {Outcome} from '../../inference/load.ts';
import {answerOf, outputWords} from '../../inference/outputs.ts';
import type {ReadAnswer} from '../../inference/protocols/send-prepared.ts';
import {jsonOrText} from '../../inference/v2.ts';
import type {AnsweredRow, LoadResult} from '../../load/result.ts';
import {splitWords} from '../../load/split.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatJson} from '../../print/objects.ts';
import {formatTable, type Cell, type Column} from '../../print/table.ts';
import {latency} from './latency.ts';
import {formatTokens} from './token-table.ts';

/** One answer as a table of one row; nothing when there was none. */
export function formatInference(outcomes: readonly Outcome[], color: boolean): string {
	const answers = outcomes.filter((outcome): outcome is ReadAnswer => !(outcome instanceof Error));
	return answers.length === 0 ? '' : formatTable(answerColumns, answers, {isWide: false, color});
}

const answerColumns: readonly Column<ReadAnswer>[] = [
	{header: 'STATUS', cell: ({status}) => statusCell(status)},
	{header: 'VERSION', cell: ({version}) => version},
	{header: 'LATENCY', cell: ({elapsedMs}) => latency(elapsedMs)},
	{header: 'MODEL', cell: answer => answerOf(answer)?.model},
	{header: 'OUTPUTS', cell: answer => outputsCell(answer)},
];

type CountRow = Partial<AnsweredRow> & {readonly count: number; readonly reason?: string};

const percentileColumns = [
	['P50', 'p50Ms'],
	['P90', 'p90Ms'],
	['P95', 'p95Ms'],
	['P99', 'p99Ms'],
	['P99.9', 'p999Ms'],
	['MAX', 'maxMs'],
] as const;

/** Many answers as counts by version and status, then the reasons why some requests got none; of a load what it shows as well. */
export function formatCounts(
	result: LoadResult,
	{isLoad, color}: {readonly isLoad: boolean; readonly color: boolean},
): string {
	const {requests, answered, unanswered} = result;
	const columns: readonly Column<CountRow>[] = [
		{header: 'VERSION', cell: ({version}) => version},
		{header: 'STATUS', cell: ({status}) => (status === undefined ? {text: 'none', tone: 'bad'} : statusCell(status))},
		{header: 'REQUESTS', cell: ({count}) => String(count)},
		{header: 'SHARE', cell: ({count}) => `${((100 * count) / requests).toFixed(1)}%`},
		...percentileColumns.map(([header, key]): Column<CountRow> => ({
			header,
			cell: row => (row[key] === undefined ? undefined : latency(row[key])),
		})),
		...(unanswered.length > 0 ? [{header: 'REASON', cell: ({reason}: CountRow) => reason}] : []),
	];
	const counts = formatTable(columns, [...answered, ...unanswered], {isWide: false, color});
	const table = `${counts}${formatTokens(result, color)}`;
	// Without a load one wants answers; of their split only that it is wrong.
	const isSplitWrong = result.split?.verdict === 'not by chance';
	const lines = [
		...(isLoad ? loadLines(result) : isSplitWrong ? splitLines(result) : []),
		...(result.isInterrupted ? ['interrupted before its end'] : []),
	];
	const below = lines.map(line => `${escapeLine(line)}\n`).join('');
	return below === '' ? table : `${table}\n${below}`;
}

function splitLines({split}: Pick<LoadResult, 'split'>): readonly string[] {
	return split ? [splitWords(split)] : [];
}

/** What a load shows beside its times. */
function loadLines({
	requestsPerSecond,
	dropped,
	goodput,
	expectations,
	elapsedMs,
	...result
}: LoadResult): readonly string[] {
	const droppedWords = dropped === 0 ? '' : `, ${dropped} dropped because too many were under way`;
	return [
		`${result.requests} requests in ${(elapsedMs / 1000).toFixed(1)}s, ${requestsPerSecond.toFixed(1)}/s, ${goodput.perSecond.toFixed(1)}/s of them good${droppedWords}`,
		...splitLines(result),
		...expectations.map(({expectation, verdict, seen}) => `${verdict}: ${expectation} (${seen})`),
	];
}

export interface OutcomeContext {
	/** The verb as it was called, without secrets. */
	readonly command: string;
	readonly app: string;
	readonly namespace: string;
	readonly host: string;
	readonly path: string;
}

/** Everything as JSON: where requests went, what they came to, and each of the first outcomes in the order in which they came. */
export function formatOutcomes(result: LoadResult, outcomes: readonly Outcome[], context: OutcomeContext): string {
	return formatJson({...context, ...result, outcomes: outcomes.map(outcomeFields)});
}

/** One outcome as JSON has it. */
export function outcomeFields(outcome: Outcome): Readonly<Record<string, unknown>> {
	if (outcome instanceof Error) return {error: outcome.message};
	const {status, version, elapsedMs, body, binary, failure, reading} = outcome;
	// What a stream or binary tensors say is not to be seen in their text.
	const isHidden = binary !== undefined || reading?.times !== undefined;
	return {
		status,
		version,
		latencyMs: rounded(elapsedMs),
		...(failure !== undefined && {failure}),
		body: jsonOrText(body),
		...(isHidden && {outputs: reading?.outputs}),
	};
}

/** An HTTP status, good or bad. */
export function statusCell(status: number): Cell {
	return {text: String(status), tone: isSuccess({status}) ? 'good' : 'bad'};
}

function outputsCell(answer: ReadAnswer): string | undefined {
	const read = answerOf(answer);
	return read && outputWords(read);
}

/** Milliseconds for a machine, to a thousandth. */
export function rounded(milliseconds: number): number {
	return Math.round(milliseconds * 1000) / 1000;
}
