import type {Availability} from '../../routemap/assess/availability.ts';
import type {AppState} from '../../runner/app-state.ts';
import type {Weighting} from '../../runner/weights/weighted-versions.ts';

/** Envoy, WeightedCluster: the sum of the weights is at most that of an uint32. */
const largestSum = 4_294_967_295;

/** Why an app's routes cannot have these weights, one for each version; undefined when they can. */
export function numberFault(
	{name, versions}: AppState,
	{indices, isMirror, largest}: Weighting,
	weights: readonly number[],
): string | undefined {
	let sum = 0;
	for (const index of indices) {
		const weight = weights[index] ?? 0;
		sum += weight;
		if (Number.isInteger(weight) && weight >= 0 && weight <= largest) continue;
		const what = `${isMirror ? 'percentage' : 'weight'} ${weight} of ${versions[index]?.reference.name}`;
		return `the ${what} is not a whole number from 0 to ${largest}`;
	}

	if (isMirror) return undefined;
	if (sum === 0) return `all weights are 0: leave at least one version of ${name} some weight`;
	return sum > largestSum ? `the weights sum to ${sum}; Envoy takes sums up to ${largestSum}` : undefined;
}

/** Why these weights would leave no version that serves; undefined when one is left, or none serves anyway. */
export function servingFault(
	{name, versions}: AppState,
	{indices, isMirror}: Weighting,
	weights: readonly number[],
	availability: readonly Availability[],
): string | undefined {
	if (isMirror) return undefined;
	const serving = indices.filter(index => availability[index]?.isAvailable);
	if (serving.length === 0 || serving.some(index => (weights[index] ?? 0) > 0)) return undefined;
	const others = indices.filter(index => (weights[index] ?? 0) > 0).map(index => availability[index]?.reason);
	const names = serving.map(index => versions[index]?.reference.name).join(', ');
	return `no version of ${name} that serves would have a weight: ${others.join('; ')}; leave some to ${names}`;
}
