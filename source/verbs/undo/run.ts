import {planUndo} from '../../actions/undo/undo.ts';
import type {OptionsOf} from '../../options/options.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {perform} from '../perform.ts';
import {isProbeOwn, probeOf} from '../probe.ts';
import type {undoVerb} from './flags.ts';

export async function run(options: OptionsOf<typeof undoVerb>): Promise<void> {
	const {skipTest, timeout, toRevision} = options.flags;
	const app = appArgument(options);
	const infer = await probeOf(options, app);
	const context = await actionContext(options, timeout);
	const plan = await planUndo(context, app, {revision: toRevision, isTested: !skipTest});
	await perform(options, {...context, infer, isProbeOwn: isProbeOwn(options)}, plan, {isDestructive: true});
}
