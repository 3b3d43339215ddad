import {planAbort} from '../../actions/abort/abort.ts';
import type {OptionsOf} from '../../options/options.ts';
import {abortRollout} from '../../rollout/previous.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {isLastChange} from '../is-last-change.ts';
import {perform} from '../perform.ts';
import type {abortVerb} from './flags.ts';

export async function run(options: OptionsOf<typeof abortVerb>): Promise<void> {
	const {timeout, drain, dryRun} = options.flags;
	const app = appArgument(options);
	const context = await actionContext(options, timeout, drain);
	const plan = await planAbort(context, app, options.arguments[1]);
	await perform(options, context, plan, {isDestructive: true});
	if (dryRun !== 'none' || !(await isLastChange(context, plan, abortRollout))) return;
	options.streams.stderr.write(
		`the spec that was replaced is kept; to go back to it: kubectl iter8 undo ${app} -n ${context.namespace}\n`,
	);
}
