import {planAbort} from '../../actions/abort/abort.ts';
import type {Options} from '../../options/options.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {perform} from '../perform.ts';
import type {abortVerb} from './flags.ts';

export async function run(options: Options<typeof abortVerb.flags>): Promise<void> {
	const context = await actionContext(options, options.flags.timeout, options.flags.drain);
	await perform(options, await planAbort(context, appArgument(options)), {isAsked: true});
}
