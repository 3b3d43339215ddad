import {sendTest, type TestPlace} from '../../actions/send-test/send-test.ts';
import type {Test, TestContext, TestLoad} from '../../actions/send-test/test.ts';
import {isSuccess, refusal} from '../../inference/infer.ts';
import type {Outcome} from '../../inference/load.ts';
import type {ReadAnswer} from '../../inference/protocols/send-prepared.ts';
import {exitCodeFor, judgeExpectations} from '../../load/expectations.ts';
import type {Measure} from '../../load/measure.ts';
import type {LoadResult} from '../../load/result.ts';
import type {LoadTimes} from '../../load/run-load.ts';
import type {Sample} from '../../load/sample.ts';
import type {OptionsOf} from '../../options/options.ts';
import {toldCommand} from '../told-command.ts';
import {checkReport} from '../write-report.ts';
import {sendTestVerb} from './flags.ts';
import {showLive} from './live-line.ts';
import {expectationsOf, loadOf} from './load-flags.ts';
import {formatCounts, formatInference, formatOutcomes} from './output.ts';
import {loadPage, writeLoadReport} from './report.ts';
import {formatTokens} from './token-table.ts';

type SendTestOptions = OptionsOf<typeof sendTestVerb>;

export type TestOptions = Omit<Test, 'onOutcome' | 'onDropped' | 'load'>;

/** Outcomes that `-o json` has one by one; of a longer test it has the first ones. */
const mostOutcomes = 10_000;

/**
 * Sends as the app's clients do, and prints what came back: one answer in full, several as counts. Rejects when one failed,
 * unless it is said how many may; the number is the exit code for what was expected.
 */
export async function plain(
	options: SendTestOptions,
	context: TestContext,
	app: string,
	test: TestOptions,
): Promise<number | void> {
	const {flags, streams, signal} = options;
	if (flags.report !== undefined) await Promise.all([checkReport(flags.report), loadPage()]);
	const load = loadOf(flags, test.requests);
	const expectations = expectationsOf(flags);
	const gathered = await gather(options, context, app, test, load);
	const {outcomes, remarks, place, failure} = gathered;
	const isOne = load === undefined && test.requests === 1;
	const result = gathered.result(expectations);
	if (result.requests + result.dropped > 0) {
		streams.stdout.write(
			flags.output === 'json'
				? formatOutcomes(result, outcomes, {app, command: commandOf(options, place.namespace), ...place})
				: isOne
					? `${formatInference(outcomes, options.color)}${formatTokens(result, options.color)}`
					: formatCounts(result, {isLoad: load !== undefined, color: options.color}),
		);
	}

	if (flags.report !== undefined) {
		await writeLoadReport(flags.report, options, result, {app, namespace: place.namespace});
	}

	for (const remark of remarks) test.onRemark(remark);
	const code = exitCodeFor(result.expectations);
	if (failure !== undefined && expectations.maxErrorRate === undefined) {
		throw overallFailure(failure, result.requests, result.failed);
	}

	return code === 0 || signal.aborted ? undefined : code;
}

/** What was called, to be told. */
export function commandOf(options: SendTestOptions, namespace: string): string {
	return toldCommand('send-test', sendTestVerb.flags, options, namespace);
}

interface Gathered {
	/** The first ones. */
	readonly outcomes: readonly Outcome[];
	readonly remarks: readonly string[];
	readonly place: Pick<TestPlace, 'namespace' | 'host' | 'path'>;
	/** The first one. */
	readonly failure: Error | undefined;
	readonly result: (expectations: ReturnType<typeof expectationsOf>) => LoadResult;
}

async function gather(
	options: SendTestOptions,
	context: TestContext,
	app: string,
	test: TestOptions,
	load: TestLoad | undefined,
): Promise<Gathered> {
	// Loaded here, as comparing versions does without.
	const {Measure: MeasureOfLoad} = await import('../../load/measure.ts');
	const {flags, now} = options;
	const keepsBodies = flags.output === 'json' || (load === undefined && test.requests === 1);
	const measuring = {slowMs: flags.maxP95, limits: flags.maxP95 === undefined ? {} : {responseMs: flags.maxP95}};
	let measure: Measure = new MeasureOfLoad(measuring);
	let place: TestPlace = {namespace: context.namespace, host: '', path: ''};
	let failure: Error | undefined;
	let startedAt = now();
	const [outcomes, remarks]: [Outcome[], string[]] = [[], []];
	const live = showLive(options);
	let times: LoadTimes;
	try {
		times = await sendTest(
			context,
			app,
			{
				...test,
				load,
				onOutcome(outcome, unit) {
					const sample = sampleOf(outcome, place.host);
					failure ??= failureOf(outcome, sample);
					measure.add(sample, unit);
					live.tell(measure);
					if (outcomes.length === mostOutcomes) return;
					outcomes.push(outcome instanceof Error || keepsBodies ? outcome : withoutBody(outcome));
				},
				onDropped: dueMs => measure.addDropped(dueMs),
				onRemark: words => void remarks.push(words),
			},
			found => {
				place = found;
				startedAt = now();
				measure = new MeasureOfLoad({...measuring, weights: found.split});
			},
		);
	} finally {
		live.end();
	}

	const {namespace, host, path} = place;
	const {pace, bound, warmupMs} = load ?? {
		pace: {kind: 'closed', concurrency: test.concurrency} as const,
		bound: {requests: test.requests},
		warmupMs: 0,
	};
	return {
		outcomes,
		remarks,
		place: {namespace, host, path},
		failure,
		result(expectations) {
			const facts = {startedAt, endedAt: now(), pace, bound, warmupMs, ...times};
			const result = measure.read(facts);
			return {...result, expectations: judgeExpectations(expectations, measure.counts, result)};
		},
	};
}

function sampleOf(outcome: Outcome, host: string): Sample {
	if (outcome instanceof Error) return {version: undefined, status: undefined, failure: outcome.message};
	const {version, status, body, reading} = outcome;
	const common = {version, status, tokens: reading?.times};
	return isSuccess(outcome) ? common : {...common, failure: refusal(outcome, host), body};
}

function failureOf(outcome: Outcome, {failure}: Sample): Error | undefined {
	if (outcome instanceof Error) return outcome;
	return failure === undefined ? undefined : new Error(failure);
}

/** An answer without what takes the memory; what was read of its body stays. */
export function withoutBody({status, headers, version, elapsedMs, failure}: ReadAnswer): ReadAnswer {
	return {status, headers, body: '', version, elapsedMs, ...(failure !== undefined && {failure})};
}

/** What to say of a test of which some requests failed. */
export function overallFailure(first: Error, sent: number, failed: number): Error {
	if (sent === 1) return first;
	return new Error(`${failed} of ${sent} requests failed, the first so: ${first.message}`, {cause: first});
}
