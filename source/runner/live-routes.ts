import {permittedRoutes} from '../ownership/permitted-routes.ts';
import {assessRoutes, type Assessment} from '../routemap/assess/assess.ts';
import type {AssessOptions} from '../routemap/assess/availability.ts';
import type {Rendered} from '../routemap/assess/render.ts';
import type {Routemap} from '../routemap/routemap.ts';
import {readResources} from '../snapshot/read-resources.ts';
import type {ActionContext} from './action-context.ts';

/** By what an action assesses: the leading daemon's settings, now. */
export function assessOptions({types, holdMs, now}: Pick<ActionContext, 'types' | 'holdMs' | 'now'>): AssessOptions {
	return {types, holdMs, now: now()};
}

/** The routes that a routemap should have now, as the daemon would make them. */
export async function liveRoutes(
	context: ActionContext,
	routemap: Routemap,
): Promise<Assessment & {readonly routes: readonly Rendered[]}> {
	const lookup = await readResources(context, routemap);
	return assessRoutes(routemap, lookup, assessOptions(context), permittedRoutes);
}
