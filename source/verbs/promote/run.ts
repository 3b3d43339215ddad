import {planPromote} from '../../actions/promote/promote.ts';
import {readHistory} from '../../actions/undo/read-history.ts';
import type {OptionsOf} from '../../options/options.ts';
import type {Plan} from '../../rollout/plan.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {primaryOf, readApp} from '../../runner/app-state.ts';
import {actionContext, appArgument} from '../action-options.ts';
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
	if (dryRun !== 'none' || !(await canUndo(context, app, plan).catch(() => false))) return;
	const back = wait ? 'undo' : 'abort';
	options.streams.stderr.write(`to go back: kubectl iter8 ${back} ${app} -n ${context.namespace}\n`);
}

/** Whether the last change of the primary is this promotion, and is in the history: of equal specs nothing is undone. */
async function canUndo(context: ActionContext, app: string, {steps}: Plan): Promise<boolean> {
	const removal = steps.find(({type}) => type === 'delete-version');
	const {object} = primaryOf(await readApp(context, app));
	const [last] = await readHistory(context, app, object);
	return removal?.type === 'delete-version' && last?.rollout === removal.target.uid;
}
