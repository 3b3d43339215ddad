import type {Step} from '../../rollout/step.ts';
import type {ActionContext} from '../../runner/action-context.ts';
import type {AppState} from '../../runner/app-state.ts';
import {weightPlace} from '../../runner/weights/weight-place.ts';
import {weightingOf} from '../../runner/weights/weighted-versions.ts';

/** What an operator should know of an app whose candidate leaves with weight 0. */
export const shiftToPrimaryWarning = 'the next candidate starts with weight 0: raise it with "kubectl iter8 weights"';

/**
 * The step that sends all requests to an app's other versions before a candidate goes, to the primary alone where there is no
 * other candidate with a weight; so what is asked then is answered, and the next candidate is not given at once what this one had
 * reached. None where requests are not split by weights that can be written.
 */
export function shiftToPrimarySteps(context: ActionContext, app: AppState, candidate: string): readonly Step[] {
	if (!hasWeightPlaces(context, app)) return [];
	const others = app.versions.filter(
		({reference}, index) => index === 0 || (reference.name !== candidate && (app.weights[index] ?? 0) > 0),
	);
	const versions = others.map(({reference}) => reference.name);
	return [{type: 'send-all-to', app: app.name, versions, candidate}];
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
