import {planAbort} from '../../actions/abort/abort.ts';
import type {OptionsOf} from '../../options/options.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {perform} from '../perform.ts';
import type {abortVerb} from './flags.ts';

export async function run(options: OptionsOf<typeof abortVerb>): Promise<void> {
	const context = await actionContext(options, options.flags.timeout, options.flags.drain);
	const plan = await planAbort(context, appArgument(options), options.arguments[1]);
	await perform(options, context, plan, {isDestructive: true});
}
