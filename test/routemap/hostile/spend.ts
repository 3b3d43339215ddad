import type {KubeObject} from '../../../source/objects/object.ts';
import {defaultResourceTypes} from '../../../source/objects/resource-types.ts';
import {renderBudget, renderRoutes} from '../../../source/routemap/assess/render.ts';
import {routemapBudget} from '../../../source/routemap/bounds.ts';
import {parseRoutemap, RoutemapError} from '../../../source/routemap/routemap.ts';

/** What came of a routemap for one weight vector. */
export interface Spent {
	/** All steps that it took. */
	readonly steps: number;
	/** Why it was refused, or why its templates were; empty when nothing was. */
	readonly faults: readonly string[];
}

/** Reads a routemap and renders it once, as the daemon does. */
export function spend(configMap: KubeObject): Spent {
	const budget = routemapBudget();
	try {
		const routemap = parseRoutemap(configMap, budget);
		const rest = renderBudget(routemap);
		const weights = routemap.versions.map(() => 1);
		const rendered = renderRoutes(routemap, weights, defaultResourceTypes, rest);
		return {steps: rest.steps, faults: rendered.flatMap(each => ('error' in each ? [each.error.message] : []))};
	} catch (error) {
		if (!(error instanceof RoutemapError)) throw error;
		return {steps: budget.steps, faults: [error.message]};
	}
}
