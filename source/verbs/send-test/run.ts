import type {AskedVersion} from '../../actions/send-test/asked-version.ts';
import {compareVersions, type AskedOutcome} from '../../actions/send-test/compare-versions.ts';
import type {TestContext} from '../../actions/send-test/test.ts';
import {AnswerSample} from '../../inference/compare.ts';
import {leftOutWords} from '../../inference/input/bad-inputs.ts';
import {answerOf} from '../../inference/outputs.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {OptionsOf} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {readAccess} from '../gateway-access.ts';
import {parseHeaders, parsePath} from '../request-flags.ts';
import {onlyBody, readInputs} from '../request-inputs.ts';
import {formatComparison, formatComparisonJson} from './comparison.ts';
import type {sendTestVerb} from './flags.ts';
import {loadOf} from './load-flags.ts';
import {commandOf, overallFailure, plain, withoutBody, type TestOptions} from './plain.ts';

type SendTestOptions = OptionsOf<typeof sendTestVerb>;

/**
 * Sends inference requests to an app and prints what came back: one answer in full, several as counts; or asks its primary and one
 * candidate the same and prints both. Rejects when one failed. An interruption ends the sending; what came until then is printed.
 */
export async function run(options: SendTestOptions): Promise<number | void> {
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
		concurrency: flags.concurrency ?? 1,
		timeoutMs: flags.timeout,
		url: flags.url,
		access,
		isKept: true,
		onRemark,
	};
	if (version === undefined) return plain(options, context, app, test);
	await compared(options, context, app, version, test);
	return undefined;
}

/** What a version that is asked alone leaves no room for. */
function refuseWithVersion(flags: SendTestOptions['flags']): void {
	const {header, model, binary, report} = flags;
	if (loadOf(flags)) {
		throw new UsageError(
			'VERSION is for a few answers beside each other: leave out the flags of a load, or use "compare"',
		);
	}

	if (report !== undefined) {
		throw new UsageError('VERSION and --report exclude each other: "compare" writes a report of two versions');
	}

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
			if (told.failure === undefined && !(outcome instanceof Error)) sample.add(answerOf(outcome));
			outcomes.push(
				flags.output === 'json' || outcome instanceof Error ? told : {...told, outcome: withoutBody(outcome)},
			);
		},
	});
	const {namespace} = context;
	const compared = {asked, outcomes, samples};
	streams.stdout.write(
		flags.output === 'json'
			? formatComparisonJson({app, namespace, command: commandOf(options, namespace), ...compared})
			: formatComparison(compared, color),
	);
	const bad = outcomes.flatMap(({failure}) => failure ?? []);
	if (bad[0] !== undefined) throw overallFailure(new Error(bad[0]), outcomes.length, bad.length);
}
