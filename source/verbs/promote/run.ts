import {planPromote} from '../../actions/promote/promote.ts';
import type {OptionsOf} from '../../options/options.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {isLastChange} from '../is-last-change.ts';
import {perform} from '../perform.ts';
import {isProbeOwn, probeOf} from '../probe.ts';
import type {promoteVerb} from './flags.ts';

export async function run(options: OptionsOf<typeof promoteVerb>): Promise<void> {
	const {skipTest, timeout, drain, wait, dryRun} = options.flags;
	const app = appArgument(options);
	const [, version] = options.arguments;
	const infer = await probeOf(options, app);
	const context = await actionContext(options, timeout, drain);
	const plan = await planPromote(context, app, {version, isTested: !skipTest, isAwaited: wait});
	await perform(options, {...context, infer, isProbeOwn: isProbeOwn(options)}, plan, {isDestructive: true});
	if (dryRun !== 'none' || !(await isLastChange(context, plan, candidate => candidate))) return;
	const back = wait ? 'undo' : 'abort';
	options.streams.stderr.write(`to go back: kubectl iter8 ${back} ${app} -n ${context.namespace}\n`);
}
