import {isSuccess} from '../../inference/infer.ts';
import type {Outcome} from '../../inference/load.ts';
import {answerOf, outputWords} from '../../inference/outputs.ts';
import type {ReadAnswer} from '../../inference/protocols/send-prepared.ts';
import {tally, type TallyRow} from '../../inference/tally.ts';
import {parsedOrUndefined} from '../../inference/v2.ts';
import {formatJson} from '../../print/objects.ts';
import {formatTable, type Cell, type Column} from '../../print/table.ts';

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

/** Many answers as counts by version and status, then the reasons why some requests got none. */
export function formatCounts(outcomes: readonly Outcome[], color: boolean): string {
	const {count, answered, silent} = tally(outcomes);
	const columns: readonly Column<Partial<TallyRow> & {readonly count: number; readonly reason?: string}>[] = [
		{header: 'VERSION', cell: ({version}) => version},
		{header: 'STATUS', cell: ({status}) => (status === undefined ? {text: 'none', tone: 'bad'} : statusCell(status))},
		{header: 'REQUESTS', cell: row => String(row.count)},
		{header: 'SHARE', cell: row => `${((100 * row.count) / count).toFixed(1)}%`},
		{header: 'P50', cell: ({p50}) => (p50 === undefined ? undefined : latency(p50))},
		{header: 'P95', cell: ({p95}) => (p95 === undefined ? undefined : latency(p95))},
		...(silent.length > 0 ? [{header: 'REASON', cell: ({reason}: {readonly reason?: string}) => reason}] : []),
	];
	return formatTable(columns, [...answered, ...silent], {isWide: false, color});
}

export interface OutcomeContext {
	readonly app: string;
	readonly namespace: string;
	readonly host: string;
	readonly path: string;
}

/** Everything as JSON: where requests went, the counts, and each outcome in the order in which they came. */
export function formatOutcomes(outcomes: readonly Outcome[], context: OutcomeContext): string {
	const {count, failed, answered, silent} = tally(outcomes);
	return formatJson({
		...context,
		requests: count,
		failed,
		answered: answered.map(({p50, p95, ...row}) => ({...row, p50Ms: rounded(p50), p95Ms: rounded(p95)})),
		unanswered: silent,
		outcomes: outcomes.map(outcomeFields),
	});
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
		body: parsedOrUndefined(body) ?? body,
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

/** `9.5ms`, `41ms`. */
export function latency(milliseconds: number): string {
	return `${milliseconds.toFixed(milliseconds < 9.95 ? 1 : 0)}ms`;
}

/** Milliseconds for a machine, to a thousandth. */
export function rounded(milliseconds: number): number {
	return Math.round(milliseconds * 1000) / 1000;
}
