import type {ResourceTypes} from '../objects/resource-types.ts';
import {permittedRoutes} from '../ownership/permitted-routes.ts';
import type {Reach} from '../ownership/reach.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import {renderBudget, type Rendered} from '../routemap/assess/render.ts';
import {ownWeight} from '../routemap/assess/weights.ts';
import {bounds} from '../routemap/bounds.ts';
import type {Routemap} from '../routemap/routemap.ts';

/** All vectors are tried for up to this many versions. */
const mostVersions = 6;

/**
 * The weight vectors that can occur as versions come and go, each version having its weight or 0 and not all 0; of more than six
 * versions those with all, all but one, and only one.
 */
function weightVectors({versions}: Routemap, lookup: Lookup, types: ResourceTypes): readonly (readonly number[])[] {
	const weights = versions.map(version => ownWeight(version, lookup, types));
	const masks =
		weights.length <= mostVersions
			? Array.from({length: 2 ** weights.length - 1}, (_, mask) =>
					weights.map((_, index) => ((mask + 1) >> index) % 2 === 1),
				)
			: [
					weights.map(() => true),
					...weights.map((_, absent) => weights.map((_, index) => index !== absent)),
					...weights.map((_, only) => weights.map((_, index) => index === only)),
				];
	const vectors = masks.map(mask => weights.map((weight, index) => (mask[index] ? weight : 0)));
	const usable = vectors.filter(vector => vector.some(weight => weight > 0));
	const unique = new Map(usable.map(vector => [vector.join(), vector]));
	return unique.size > 0 ? [...unique.values()] : [weights.map((_, index) => (index === 0 ? 1 : 0))];
}

/** What rendering one routemap for all vectors may take, in what one vector may: about a tenth of a second. */
const mostRenders = 10;

/** What a routemap renders for one of the weight vectors that can occur. */
interface Rendering {
	readonly vector: readonly number[];
	readonly rendered: readonly Rendered[];
	/** How many such vectors there are. */
	readonly vectors: number;
}

/** A routemap rendered for the weight vectors that can occur; for fewer where one takes more than it may, or all together would. */
export function* renderings(
	routemap: Routemap,
	lookup: Lookup,
	{types, reach}: {readonly types: ResourceTypes; readonly reach: Reach},
): Generator<Rendering, void> {
	const vectors = weightVectors(routemap, lookup, types);
	let left = mostRenders * bounds.steps;
	for (const vector of vectors) {
		if (left <= 0) return;
		const budget = renderBudget(routemap);
		const rendered = permittedRoutes(routemap, vector, types, reach, budget);
		left -= budget.isSpent ? left : budget.steps - routemap.steps;
		yield {vector, rendered, vectors: vectors.length};
	}
}
