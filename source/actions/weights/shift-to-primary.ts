import type {ActionContext} from '../action-context.ts';
import {readApp, type AppState} from '../app-state.ts';
import type {Step} from '../plan.ts';
import {planWeights} from './set-weights.ts';
import {weightsOf} from './weight-changes.ts';
import {weightPlace} from './weight-place.ts';
import {weightingOf} from './weighted-versions.ts';

/** What an operator should know of an app whose candidate leaves with weight 0. */
export const shiftToPrimaryWarning = 'the next candidate starts with weight 0: raise it with "kubectl iter8 weights"';

/**
 * The step that sends all requests to an app's primary before its candidate goes, so that what is asked then is answered by the
 * primary, and that the next candidate is not given at once what this one had reached. None where requests are not split by
 * weights that can be written.
 */
export function shiftToPrimarySteps(context: ActionContext, app: AppState, candidate: string): readonly Step[] {
	if (!hasWeightPlaces(context, app)) return [];
	const primary = app.versions[0]?.reference.name ?? '';
	return [
		{
			title: `send all requests to ${primary}`,
			run: async progress => {
				const [own] = weightsOf(context, await readApp(context, app.name));
				const weights = [[candidate, 0] as const, ...(own === 0 ? [[primary, 100] as const] : [])];
				const {steps} = await planWeights(context, app.name, new Map(weights));
				for (const step of steps) await step.run(progress);
				return `${app.name} is routed to ${primary} alone`;
			},
		},
	];
}

function hasWeightPlaces({types}: ActionContext, app: AppState): boolean {
	const {routemap, versions} = app;
	try {
		const {indices, isMirror} = weightingOf(routemap, types);
		if (isMirror || indices.length < 2) return false;
		for (const index of indices) {
			const version = routemap.versions[index];
			if (version && versions[index]?.object) weightPlace(app, version, types);
		}

		return indices.includes(0);
	} catch {
		return false;
	}
}
