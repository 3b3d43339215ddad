import {randomInt} from 'node:crypto';
import {compare, type Compared} from '../../actions/compare/compare.ts';
import type {ComparisonPlan} from '../../actions/compare/comparison-plan.ts';
import type {Verdict} from '../../analysis/verdict.ts';
import {leftOutWords} from '../../inference/input/bad-inputs.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {OptionsOf} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatJson} from '../../print/objects.ts';
import {paintLines} from '../../print/table.ts';
import {comparisonText} from '../../report/text/comparison-text.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {readAccess} from '../gateway-access.ts';
import {parseNumber, parsePercent} from '../number-flags.ts';
import {parseHeaders, parsePath} from '../request-flags.ts';
import {readInputs} from '../request-inputs.ts';
import {toldCommand} from '../told-command.ts';
import {checkReport} from '../write-report.ts';
import {DisagreementFile} from './disagreement-file.ts';
import {compareVerb} from './flags.ts';
import {showProgress} from './progress.ts';
import {loadPage, writeComparisonReport} from './report.ts';

type CompareOptions = OptionsOf<typeof compareVerb>;

/** For a terminal of 80 columns. */
const width = 80;
const exitCodes: Readonly<Record<Verdict, number>> = {better: 0, 'no worse': 0, worse: 1, 'not enough data': 3};

/**
 * Compares a candidate with its primary and prints the verdict. An interruption ends the sending; what is known by then is printed.
 */
export async function run(options: CompareOptions): Promise<number | void> {
	const {flags, streams, signal, color} = options;
	const app = appArgument(options);
	if (flags.report !== undefined) await Promise.all([checkReport(flags.report), loadPage()]);
	const [, version] = options.arguments;
	const seed = flags.seed ?? randomInt(2 ** 31);
	const plan = await planOf(options, seed);
	const context = {...(await actionContext(options, flags.timeout)), connect: options.connect};
	const file = flags.saveDisagreements === undefined ? undefined : new DisagreementFile(flags.saveDisagreements);
	const compared = await comparedWith(options, file, onPair =>
		compare(context, app, version, {...plan, onPair, onDisagreement: pair => file?.write(pair)}),
	);
	const {namespace} = context;
	streams.stdout.write(
		flags.output === 'json'
			? formatCompared(compared, {
					app,
					namespace,
					command: toldCommand('compare', compareVerb.flags, options, namespace),
					seed,
				})
			: paintLines(comparisonText(compared, {width}), color),
	);
	if (flags.report !== undefined) await writeComparisonReport(flags.report, options, compared, {app, namespace});
	if (signal.aborted) return undefined;
	return exitCodes[compared.result.verdict];
}

/** Shows how far it is meanwhile, and ends the file of disagreements. */
async function comparedWith(
	options: CompareOptions,
	file: DisagreementFile | undefined,
	run: (onPair: ComparisonPlan['onPair']) => Promise<Compared>,
): Promise<Compared> {
	const progress = showProgress(options);
	try {
		const compared = await run(progress.tell);
		file?.close();
		return compared;
	} catch (error) {
		file?.abandon();
		throw error;
	} finally {
		progress.end();
	}
}

async function planOf(
	{flags, streams}: CompareOptions,
	seed: number,
): Promise<Omit<ComparisonPlan, 'onPair' | 'onDisagreement'>> {
	const path = parsePath(flags.path);
	const question = {
		margin: parsePercent('margin', flags.margin),
		alpha: 1 - parsePercent('confidence', flags.confidence),
		looks: flags.sequential ? 'always' : 'once',
	} as const;
	if (question.alpha < 1e-6) throw new UsageError('no number of requests makes sure to 100%: choose less --confidence');
	const settings = {
		tolerance: parseNumber('tolerance', flags.tolerance),
		top: flags.top,
		isTextNormalised: flags.looseText,
	};
	const headers = parseHeaders(flags.header);
	const access = await readAccess(flags, streams, headers);
	if (flags.filename === undefined) {
		throw new UsageError('give requests like those of your users with -f: a file with one a line, or a folder');
	}

	const {inputs, bad} = await readInputs(flags.filename, streams, {path, skipsBad: flags.skipBad});
	const onRemark = (words: string) => void streams.stderr.write(`${escapeLine(words)}\n`);
	const leftOut = leftOutWords(bad);
	if (leftOut !== undefined) onRemark(leftOut);
	const {concurrency, requests, rate, timeout: timeoutMs, url, model, warmup: warmupMs, skipBad: skipsBad} = flags;
	const sending = {inputs, path, headers, model, isBinary: flags.binary, skipsBad};
	const pacing = {requests, rate, concurrency, warmupMs, timeoutMs, seed};
	return {...sending, ...pacing, url, access, question, settings, isKept: true, onRemark};
}

/** Everything as JSON: where requests went, and what came of them. */
function formatCompared(
	{asked: [primary, candidate], result}: Compared,
	place: Readonly<Record<'app' | 'namespace' | 'command', string>> & {readonly seed: number},
): string {
	return formatJson({...place, asked: {primary, candidate}, ...result});
}
