import {resourceName} from '../../objects/resource.ts';
import {objectWords} from '../../ownership/object-words.ts';
import type {ActionContext} from '../action-context.ts';
import {readApp} from '../app-state.ts';
import {liveWeights} from '../live-weights.ts';
import type {Plan, Step} from '../plan.ts';
import {bringRoutesInForce} from '../routes-in-force.ts';
import {weightChanges, type WantedWeights, type WeightChange, type WeightChanges} from './weight-changes.ts';
import {writeWeight} from './weight-place.ts';
import {weightingOf} from './weighted-versions.ts';

interface SetWeightsOptions {
	/** Server-side dry run. */
	readonly isDryRun?: boolean;
}

/** Plans to set an app's weights, and to wait until its route has them. */
export async function planWeights(context: ActionContext, name: string, wanted: WantedWeights): Promise<Plan> {
	return weightsPlan(context, await weightChanges(context, name, wanted));
}

/** The plan of changes that are known. */
export function weightsPlan(
	context: ActionContext,
	{app: name, changes, warnings}: WeightChanges,
	{isDryRun = false}: SetWeightsOptions = {},
): Plan {
	const steps = changes.map(change => writeStep(context, change, isDryRun));
	return {
		title: `set the weights of ${name}`,
		warnings,
		steps: isDryRun ? steps : [...steps, routeStep(context, name)],
	};
}

function writeStep(context: ActionContext, {version, weight, place, change}: WeightChange, isDryRun: boolean): Step {
	const name = resourceName(place.resource, place.object.metadata.name);
	const words = weight === undefined ? 'what its routemap says' : String(weight);
	return {
		title: `${change === 'unchanged' ? 'keep' : 'set'} the weight of ${version} at ${words} on ${objectWords(place.object)}`,
		run: async () => {
			if (change !== 'unchanged') await writeWeight(context, place, weight, {isDryRun});
			return `${name} ${change}`;
		},
	};
}

function routeStep(context: ActionContext, name: string): Step {
	return {
		title: `wait until the route of ${name} has the weights`,
		run: async progress => {
			await bringRoutesInForce(context, name, progress);
			return `${name} is routed by ${(await readWeights(context, name)).join(', ')}`;
		},
	};
}

/** `wisdom-0: 90`, for each version that has a weight, as the daemon counts it. */
async function readWeights(context: ActionContext, name: string): Promise<readonly string[]> {
	const app = await readApp(context, name);
	const weights = await liveWeights(context, app.routemap);
	return weightingOf(app.routemap, context.types).indices.flatMap(index => {
		const version = app.versions[index];
		return version ? [`${version.reference.name}: ${weights[index]}`] : [];
	});
}
