import type {ComparisonPlan} from '../../actions/compare/comparison-plan.ts';
import {leftOutWords} from '../../inference/input/bad-inputs.ts';
import type {Streams} from '../../objects/streams.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {FlagValues} from '../../options/flag.ts';
import {readAccess} from '../gateway-access.ts';
import {parseNumber, parsePercent} from '../number-flags.ts';
import {parseHeaders, parsePath} from '../request-flags.ts';
import {readInputs} from '../request-inputs.ts';
import type {compareVerb} from './flags.ts';

type CompareFlags = FlagValues<typeof compareVerb.flags>;

/**
 * What the flags ask for, with the requests of their file. Rejects with a UsageError for a value that is none, and with an Error that
 * names the place of what is no request.
 */
export async function planOf(
	flags: CompareFlags,
	streams: Pick<Streams, 'stdin'>,
	{seed, onRemark}: Pick<ComparisonPlan, 'seed' | 'onRemark'>,
): Promise<Omit<ComparisonPlan, 'onPair' | 'onDisagreement'>> {
	const path = parsePath(flags.path);
	const question = {
		margin: parsePercent('margin', flags.margin),
		// 1 - 0.95 is 0.050000000000000044, which nobody asked for.
		alpha: Number((1 - parsePercent('confidence', flags.confidence)).toFixed(12)),
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
	const leftOut = leftOutWords(bad);
	if (leftOut !== undefined) onRemark(leftOut);
	const {concurrency, requests, rate, timeout: timeoutMs, url, model, warmup: warmupMs, skipBad: skipsBad} = flags;
	const sending = {inputs, path, headers, model, isBinary: flags.binary, skipsBad};
	const pacing = {requests, rate, concurrency, warmupMs, timeoutMs, seed};
	return {...sending, ...pacing, url, access, question, settings, isKept: true, onRemark};
}
