import {verbFieldManager, type ActionContext} from '../actions/action-context.ts';
import {planInit, routingOf, type RoutingObject} from '../actions/init.ts';
import type {Options} from '../options/options.ts';
import type {initVerb} from '../options/verbs/init.ts';
import {formatChange, formatObjects} from '../print/objects.ts';
import {actionContext, appArgument} from './action-options.ts';
import {perform} from './perform.ts';

export async function run(options: Options<typeof initVerb.flags>): Promise<void> {
	const {appType, strategy, dryRun, output, timeout} = options.flags;
	const {streams} = options;
	const name = appArgument(options);
	const context = await actionContext(options, timeout);
	const routing = await routingOf(context, {name, appType, strategy});
	const plan = planInit(context, name, routing);
	if (dryRun === 'none' && output === undefined) return perform(options, plan);
	if (dryRun === 'none') await perform({...options, streams: {...streams, stdout: streams.stderr}}, plan);
	if (dryRun === 'server') await tryOnServer(context, routing);
	streams.stdout.write(
		output === undefined
			? routing.map(({object, live}) => formatChange(object, live ? 'unchanged' : 'created', dryRun)).join('')
			: await formatObjects(
					output,
					routing.map(({object}) => object),
				),
	);
}

async function tryOnServer({cluster, signal}: ActionContext, routing: readonly RoutingObject[]): Promise<void> {
	for (const {resource, object, live} of routing) {
		if (!live) await cluster.apply(resource, object, {fieldManager: verbFieldManager, dryRun: true, signal});
	}
}
