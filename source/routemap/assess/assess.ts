import type {Routemap} from '../routemap.ts';
import {versionAvailability, type AssessOptions, type Availability, type Lookup} from './availability.ts';
import {versionWeights} from './weights.ts';

/** How the versions of a routemap fare at one moment, and the weights that follow. */
export interface Assessment {
	/** Of each version, the primary first. */
	readonly availability: readonly Availability[];
	readonly weights: readonly number[];
	/** When a held state runs out, without any change in the cluster: assess again then. */
	readonly lookAgainAt: Date | undefined;
}

/** Of a routemap, what assessing it takes. */
export type Assessed = Pick<Routemap, 'versions'>;

/**
 * Availability → weights: the one way from objects to the weights that routes get, for the daemon that writes them and for whoever
 * tells of them. That both come to the same takes the same `options`, which are the leading daemon's.
 */
export function assess(routemap: Assessed, lookup: Lookup, options: AssessOptions): Assessment {
	const availability = routemap.versions.map(version => versionAvailability(version, lookup, options));
	const held = availability.flatMap(({heldUntil}) => (heldUntil ? [heldUntil.getTime()] : []));
	return {
		availability,
		weights: versionWeights(routemap, availability, lookup, options.types),
		lookAgainAt: held.length > 0 ? new Date(Math.min(...held)) : undefined,
	};
}

/**
 * The same → render: what `render` makes of those weights besides. What a routemap may render is not for here to say: that is
 * `permittedRoutes`.
 */
export function assessRoutes<Route>(
	routemap: Routemap,
	lookup: Lookup,
	options: AssessOptions,
	render: (routemap: Routemap, weights: readonly number[], types: AssessOptions['types']) => readonly Route[],
): Assessment & {readonly routes: readonly Route[]} {
	const assessment = assess(routemap, lookup, options);
	return {...assessment, routes: render(routemap, assessment.weights, options.types)};
}
