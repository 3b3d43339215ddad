import {planInit} from '../../actions/init/plan-init.ts';
import {routingOf, type Routing} from '../../actions/init/routing.ts';
import {modifiedWeights, valuesRouting, wantedRouting, type WantedRouting} from '../../actions/init/wanted-routing.ts';
import {refuseMissingNamespace} from '../../kube/missing-namespace.ts';
import {verbFieldManager} from '../../objects/labels.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {Options} from '../../options/options.ts';
import {escapeLine} from '../../print/escape.ts';
import {formatChange, formatObjects} from '../../print/objects.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {inFile} from '../in-file.ts';
import {performWeights} from '../perform-weights.ts';
import {perform} from '../perform.ts';
import {readInput} from '../read-input.ts';
import type {initVerb} from './flags.ts';
import {describedApp, refuseDescription} from './init-options.ts';

type InitCommand = Options<typeof initVerb.flags>;

export async function run(options: InitCommand): Promise<void> {
	const {filename} = options.flags;
	if (filename === undefined) {
		const described = describedApp(appArgument(options), options.flags, options.arguments.slice(1));
		const context = await initContext(options);
		return performInit(options, context, await wantedRouting(context, described));
	}

	const [asked, surplus] = options.arguments;
	if (surplus !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(surplus)}`);
	refuseDescription(options.flags);
	const text = await readInput(filename, options.streams);
	const context = await initContext(options);
	const values = {release: options.flags.release, namespace: context.namespace};
	const weights = inFile(filename, () => modifiedWeights(text, values));
	const wanted = weights ? undefined : inFile(filename, () => valuesRouting(text, values));
	const app = weights?.name ?? wanted?.app;
	if (asked !== undefined && app !== asked) {
		throw new UsageError(`the values file is for ${app ?? 'no app that is routed'}, not for ${asked}`);
	}

	if (weights) return performWeights(options, context, weights);
	if (wanted) return performInit(options, context, wanted);
}

/** What is only printed may be for a namespace that is to come. */
async function initContext(options: InitCommand): Promise<ActionContext> {
	const context = await actionContext(options, options.flags.timeout);
	const {cluster, namespace, signal} = context;
	if (options.flags.dryRun !== 'client') await refuseMissingNamespace(cluster, namespace, signal);
	return context;
}

async function performInit(options: InitCommand, context: ActionContext, wanted: WantedRouting): Promise<void> {
	const {dryRun, output} = options.flags;
	const {streams} = options;
	const routing = await routingOf(context, wanted);
	for (const reason of routing.reasons) streams.stderr.write(`${escapeLine(reason)}\n`);
	const place = {...context, namespace: routing.namespace};
	if (dryRun === 'none') {
		await perform(options, place, planInit(routing), {isQuiet: output !== undefined});
		if (output === undefined) return;
	} else for (const warning of routing.warnings) streams.stderr.write(`${escapeLine(`Warning: ${warning}`)}\n`);

	if (dryRun === 'server') await tryOnServer(place, routing);
	const {parts} = routing;
	// Whoever applies what is printed is to leave the routes out: they belong to the routemap, and a daemon leaves those of others alone.
	const printed = output === 'name' ? parts : parts.filter(({isRoute}) => !isRoute);
	streams.stdout.write(
		output === undefined
			? parts.map(({object, change}) => formatChange(object, change, dryRun)).join('')
			: await formatObjects(
					output,
					printed.map(({object}) => object),
				),
	);
}

async function tryOnServer({cluster, signal}: ActionContext, {parts}: Routing): Promise<void> {
	for (const {resource, object, change} of parts) {
		if (change === 'unchanged' || change === 'labeled') continue;
		const force = change === 'configured';
		await cluster.apply(resource, object, {fieldManager: verbFieldManager, dryRun: true, force, signal});
	}
}
