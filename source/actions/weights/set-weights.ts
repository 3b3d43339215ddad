import type {Plan} from '../../rollout/plan.ts';
import {targetOf, type Step} from '../../rollout/step.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import {weightChanges, type WantedWeights, type WeightChanges} from './weight-changes.ts';

/** Plans to set an app's weights, and to wait until its route has them. */
export async function planWeights(context: ActionContext, name: string, wanted: WantedWeights): Promise<Plan> {
	return weightsPlan(await weightChanges(context, name, wanted));
}

/** The plan of changes that are known. */
export function weightsPlan({app, changes, warnings}: WeightChanges): Plan {
	const steps = changes.map(({version, weight, place, change}): Step => ({
		type: 'set-weight',
		app,
		version,
		target: targetOf(place.resource, place.object),
		weight: weight ?? null,
		change,
	}));
	return {
		action: 'weights',
		app,
		title: `set the weights of ${app}`,
		warnings,
		steps: [...steps, {type: 'wait-weights', app}],
	};
}
