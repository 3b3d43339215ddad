import {defaultHoldMs} from '../objects/defaults.ts';
import {versionAvailability} from '../routemap/assess/availability.ts';
import {versionWeights} from '../routemap/assess/weights.ts';
import type {Routemap} from '../routemap/routemap.ts';
import {readResources} from '../snapshot/read-resources.ts';
import type {ActionContext} from './action-context.ts';

/** The weights that a routemap's versions have now, as the daemon would find them. */
export async function liveWeights(context: ActionContext, routemap: Routemap): Promise<readonly number[]> {
	const {types, now} = context;
	const lookup = await readResources(context, routemap);
	const availability = routemap.versions.map(version =>
		versionAvailability(version, lookup, {types, now: now(), holdMs: defaultHoldMs}),
	);
	return versionWeights(routemap, availability, lookup, types);
}
