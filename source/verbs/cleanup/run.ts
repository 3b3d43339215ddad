import {planCleanup} from '../../actions/cleanup/cleanup.ts';
import type {Options} from '../../options/options.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {perform} from '../perform.ts';
import type {cleanupVerb} from './flags.ts';

export async function run(options: Options<typeof cleanupVerb.flags>): Promise<void> {
	const context = await actionContext(options, options.flags.timeout, options.flags.drain);
	await perform(options, await planCleanup(context, appArgument(options), options.flags.all), {isAsked: true});
}
