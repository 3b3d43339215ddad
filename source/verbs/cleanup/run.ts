import {planCleanup} from '../../actions/cleanup/cleanup.ts';
import type {OptionsOf} from '../../options/options.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {perform} from '../perform.ts';
import type {cleanupVerb} from './flags.ts';

export async function run(options: OptionsOf<typeof cleanupVerb>): Promise<void> {
	const context = await actionContext(options, options.flags.timeout, options.flags.drain);
	const plan = await planCleanup(context, appArgument(options), options.flags.all);
	await perform(options, context, plan, {isDestructive: true});
}
