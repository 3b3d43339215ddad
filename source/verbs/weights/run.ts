import type {WantedWeights} from '../../actions/weights/weight-changes.ts';
import {UsageError} from '../../objects/usage-error.ts';
import type {Options} from '../../options/options.ts';
import {actionContext, appArgument} from '../action-options.ts';
import {performWeights} from '../perform-weights.ts';
import {weightNumber, weightWords} from '../weight-words.ts';
import type {weightsVerb} from './flags.ts';

export async function run(options: Options<typeof weightsVerb.flags>): Promise<void> {
	const name = appArgument(options);
	const words = weightWords(options.flags.weights, options.arguments.slice(1));
	if (words.length === 0) throw new UsageError('WEIGHT is missing');
	const wanted = readWeights(words);
	await performWeights(options, await actionContext(options, options.flags.timeout), {name, wanted});
}

/** `90 10`, or `NAME=90` for single versions. Throws UsageError. */
export function readWeights(words: readonly string[]): WantedWeights {
	const named = words.map(word => /^(?:([^=]*)=)?(.*)$/s.exec(word));
	const weights = named.map((found, index) => weightNumber(found?.[2] ?? '', words[index]));
	const names = named.flatMap(found => found?.[1] ?? []);
	if (names.length === 0) return weights;
	if (names.length < words.length)
		throw new UsageError('give either a weight for each version or NAME=WEIGHT, not both');
	const twice = names.find((name, index) => names.indexOf(name) < index);
	if (twice !== undefined) throw new UsageError(`${twice} is given two weights`);
	return new Map(names.map((name, index) => [name, weights[index]]));
}
