import {planPromote} from '../../actions/promote/promote.ts';
import {askOnce} from '../../inference/version-probe.ts';
import type {OptionsOf} from '../../options/options.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {perform} from '../perform.ts';
import {readRequestFile} from '../request-file.ts';
import {parsePath} from '../request-flags.ts';
import type {promoteVerb} from './flags.ts';

export async function run(options: OptionsOf<typeof promoteVerb>): Promise<void> {
	const {filename, skipTest, timeout, drain, wait, url} = options.flags;
	const app = appArgument(options);
	const path = parsePath(options.flags.path);
	const body = filename === undefined ? undefined : await readRequestFile(filename, options.streams, path);
	const context = await actionContext(options, timeout, drain);
	const {signal} = options;
	const infer = async (version: string, onProgress: (words: string) => void): Promise<string> =>
		askOnce(options, app, {version, body, path, onProgress, signal, url});
	const plan = await planPromote(context, app, {infer: skipTest ? undefined : infer, isAwaited: wait});
	await perform(options, plan, {isAsked: true});
}
