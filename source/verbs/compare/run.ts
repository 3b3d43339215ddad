import {randomInt} from 'node:crypto';
import {compare, type Compared} from '../../actions/compare/compare.ts';
import type {ComparisonPlan} from '../../actions/compare/comparison-plan.ts';
import type {Verdict} from '../../analysis/verdict.ts';
import type {OptionsOf} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatJson} from '../../print/objects.ts';
import {paintLines} from '../../print/table.ts';
import {comparisonText} from '../../report/text/comparison-text.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {toldCommand} from '../told-command.ts';
import {checkReport} from '../write-report.ts';
import {DisagreementFile} from './disagreement-file.ts';
import {compareVerb} from './flags.ts';
import {planOf} from './plan.ts';
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
	const onRemark = (words: string) => void streams.stderr.write(`${escapeLine(words)}\n`);
	const plan = await planOf(flags, streams, {seed, onRemark});
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

/** Everything as JSON: where requests went, and what came of them. */
function formatCompared(
	{asked: [primary, candidate], result}: Compared,
	place: Readonly<Record<'app' | 'namespace' | 'command', string>> & {readonly seed: number},
): string {
	return formatJson({...place, asked: {primary, candidate}, ...result});
}
