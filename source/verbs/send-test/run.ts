import type {AskedVersion} from '../../actions/send-test/asked-version.ts';
import {compareVersions, type AskedOutcome} from '../../actions/send-test/compare-versions.ts';
import {sendTest, type TestPlace} from '../../actions/send-test/send-test.ts';
import type {Test, TestContext} from '../../actions/send-test/test.ts';
import {AnswerSample} from '../../inference/compare.ts';
import {isSuccess, refusal} from '../../inference/infer.ts';
import {leftOutWords} from '../../inference/input/bad-inputs.ts';
import type {Outcome} from '../../inference/load.ts';
import {answerOf} from '../../inference/outputs.ts';
import type {ReadAnswer} from '../../inference/protocols/send-prepared.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {OptionsOf} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {readAccess} from '../gateway-access.ts';
import {parseHeaders, parsePath} from '../request-flags.ts';
import {onlyBody, readInputs} from '../request-inputs.ts';
import {formatComparison, formatComparisonJson} from './comparison.ts';
import type {sendTestVerb} from './flags.ts';
import {formatCounts, formatInference, formatOutcomes} from './output.ts';

type SendTestOptions = OptionsOf<typeof sendTestVerb>;

/**
 * Sends inference requests to an app and prints what came back: one answer in full, several as counts; or asks its primary and one
 * candidate the same and prints both. Rejects when one failed. An interruption ends the sending; what came until then is printed.
 */
export async function run(options: SendTestOptions): Promise<void> {
	const {flags, streams} = options;
	const app = appArgument(options);
	const [, version] = options.arguments;
	const path = parsePath(flags.path);
	const headers = parseHeaders(flags.header);
	if (version !== undefined) refuseWithVersion(flags);

	const access = await readAccess(flags, streams, headers);
	const {filename, skipBad: skipsBad} = flags;
	const read = filename === undefined ? undefined : await readInputs(filename, streams, {path, skipsBad});
	const onRemark = (words: string) => void streams.stderr.write(`${escapeLine(words)}\n`);
	const leftOut = leftOutWords(read?.bad ?? []);
	if (leftOut !== undefined) onRemark(leftOut);
	const context = {...(await actionContext(options, flags.timeout)), connect: options.connect};
	const test = {
		headers,
		path,
		inputs: read?.inputs,
		model: flags.model,
		isBinary: flags.binary,
		skipsBad,
		requests: flags.requests ?? read?.inputs.length ?? 1,
		concurrency: flags.concurrency,
		timeoutMs: flags.timeout,
		url: flags.url,
		access,
		isKept: true,
		onRemark,
	};
	await (version === undefined ? plain(options, context, app, test) : compared(options, context, app, version, test));
}

/** What a version that is asked alone leaves no room for. */
function refuseWithVersion({header, model, binary}: SendTestOptions['flags']): void {
	if (header.length > 0) {
		throw new UsageError(
			'VERSION and --header exclude each other: each version is asked by what its route chooses it by',
		);
	}

	if (model !== undefined) {
		throw new UsageError('VERSION and --model exclude each other: each version is asked by its own name');
	}

	if (binary) throw new UsageError('VERSION and --binary exclude each other: both are asked in JSON');
}

type TestOptions = Omit<Test, 'onOutcome'>;

async function plain(options: SendTestOptions, context: TestContext, app: string, test: TestOptions): Promise<void> {
	const {flags, streams} = options;
	const outcomes: Outcome[] = [];
	const keepsBodies = flags.output === 'json' || test.requests === 1;
	let place: TestPlace = {namespace: context.namespace, host: '', path: ''};
	let firstFailure: Error | undefined;
	const remarks: string[] = [];
	await sendTest(
		context,
		app,
		{
			...test,
			onOutcome(outcome) {
				firstFailure ??= failureOf(outcome, place.host);
				outcomes.push(outcome instanceof Error || keepsBodies ? outcome : withoutBody(outcome));
			},
			onRemark: words => void remarks.push(words),
		},
		found => void (place = found),
	);
	if (outcomes.length > 0) streams.stdout.write(format(outcomes, {app, ...place, isOne: test.requests === 1}, options));
	for (const remark of remarks) test.onRemark(remark);
	if (firstFailure !== undefined) throw overallFailure(firstFailure, outcomes.length, failures(outcomes));
}

async function compared(
	options: SendTestOptions,
	context: TestContext,
	app: string,
	version: string,
	test: TestOptions,
): Promise<void> {
	const {streams, flags, color} = options;
	const outcomes: AskedOutcome[] = [];
	const samples = new Map<string, AnswerSample>();
	let asked: readonly AskedVersion[] = [];
	await compareVersions(context, app, version, {
		...test,
		body: onlyBody(test.inputs),
		onAsked: versions => void (asked = versions),
		onOutcome(told) {
			const {outcome} = told;
			const sample = samples.get(told.asked) ?? new AnswerSample();
			samples.set(told.asked, sample);
			if (!(outcome instanceof Error)) sample.add(answerOf(outcome));
			outcomes.push(
				flags.output === 'json' || outcome instanceof Error ? told : {...told, outcome: withoutBody(outcome)},
			);
		},
	});
	const {namespace} = context;
	const compared = {asked, outcomes, samples};
	streams.stdout.write(
		flags.output === 'json' ? formatComparisonJson({app, namespace, ...compared}) : formatComparison(compared, color),
	);
	const bad = outcomes.flatMap(({failure}) => failure ?? []);
	if (bad[0] !== undefined) throw overallFailure(new Error(bad[0]), outcomes.length, bad.length);
}

function format(
	outcomes: readonly Outcome[],
	{isOne, ...context}: TestPlace & {readonly app: string; readonly isOne: boolean},
	{flags, color}: SendTestOptions,
): string {
	if (flags.output === 'json') return formatOutcomes(outcomes, context);
	return isOne ? formatInference(outcomes, color) : formatCounts(outcomes, color);
}

/** An answer without what is not shown of it. */
function withoutBody({status, headers, version, elapsedMs, failure}: ReadAnswer): ReadAnswer {
	return {status, headers, body: '', version, elapsedMs, ...(failure !== undefined && {failure})};
}

function failureOf(outcome: Outcome, host: string): Error | undefined {
	if (outcome instanceof Error) return outcome;
	return isSuccess(outcome) ? undefined : new Error(refusal(outcome, host));
}

function failures(outcomes: readonly Outcome[]): number {
	return outcomes.filter(outcome => outcome instanceof Error || !isSuccess(outcome)).length;
}

function overallFailure(first: Error, sent: number, failed: number): Error {
	if (sent === 1) return first;
	return new Error(`${failed} of ${sent} requests failed, the first so: ${first.message}`, {cause: first});
}
