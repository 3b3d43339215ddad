import {isRecord} from '../../objects/object.ts';
import {elementsOf, parseStructure, rowsOf, type OutputTensor, type Rule} from './output.ts';

/** How far two outputs are from each other. */
export interface Distance {
	readonly agrees: boolean;
	/**
	 * From 0, the same, to 1: of labels and texts the part that differs, of numbers and probabilities the largest difference.
	 */
	readonly distance: number;
}

const same: Distance = {agrees: true, distance: 0};

/** Compares the values of two outputs of the same size. */
export function distanceOf(primary: OutputTensor, candidate: OutputTensor, rule: Rule): Distance {
	switch (rule.kind) {
		case 'labels':
			return partThatDiffers(primary, candidate, (one, other) => one === other);
		case 'text': {
			const form = (text: unknown): unknown =>
				rule.isNormalised && typeof text === 'string' ? normalised(text) : text;
			return partThatDiffers(primary, candidate, (one, other) => form(one) === form(other));
		}

		case 'numbers':
			return worst(pairsOf(elementsOf(primary), elementsOf(candidate)), ([one, other]) =>
				numberDistance(one, other, rule.tolerance),
			);
		case 'probabilities':
			return worst(pairsOf(rowsOf(primary), rowsOf(candidate)), ([one, other]) => ({
				agrees: isSameTop(one ?? [], other ?? [], rule.top),
				distance: totalVariation(one ?? [], other ?? []),
			}));
		default:
			return worst(pairsOf(elementsOf(primary), elementsOf(candidate)), ([one, other]) =>
				structureDistance(parseStructure(one) ?? one, parseStructure(other) ?? other, rule.tolerance),
			);
	}
}

function pairsOf<Value>(
	ones: readonly Value[],
	others: readonly Value[],
): readonly (readonly [Value, Value | undefined])[] {
	return ones.map((one, index) => [one, others[index]] as const);
}

function worst<Value>(values: readonly Value[], distance: (value: Value) => Distance): Distance {
	return values.map(value => distance(value)).reduce(worse, same);
}

function worse(one: Distance, other: Distance): Distance {
	return {agrees: one.agrees && other.agrees, distance: Math.max(one.distance, other.distance)};
}

function partThatDiffers(
	primary: OutputTensor,
	candidate: OutputTensor,
	isSame: (one: unknown, other: unknown) => boolean,
): Distance {
	const pairs = pairsOf(elementsOf(primary), elementsOf(candidate));
	const different = pairs.filter(([one, other]) => !isSame(one, other)).length;
	return {agrees: different === 0, distance: pairs.length === 0 ? 0 : different / pairs.length};
}

/** A text whatever its case, its blanks and the form of its Unicode. */
export function normalised(text: string): string {
	return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

/** Relative to the larger of both, or to 1 when both are smaller; what is no number agrees only with itself. */
function numberDistance(one: unknown, other: unknown, tolerance: number): Distance {
	if (Object.is(one, other)) return same;
	if (typeof one !== 'number' || typeof other !== 'number') return {agrees: false, distance: 1};
	const distance = Math.abs(one - other) / Math.max(1, Math.abs(one), Math.abs(other));
	return Number.isNaN(distance)
		? {agrees: false, distance: 1}
		: {agrees: distance <= tolerance, distance: Math.min(1, distance)};
}

/** The same classes, in whatever order, among the most probable; of equal probabilities the first ones. */
function isSameTop(one: readonly unknown[], other: readonly unknown[], top: number): boolean {
	const [ones, others] = [topClasses(one, top), new Set(topClasses(other, top))];
	return ones.length === others.size && ones.every(index => others.has(index));
}

/** The numbers of the most probable classes of a row, the first one first. */
export function topClasses(row: readonly unknown[], top: number): readonly number[] {
	return row
		.map((share, index) => ({share: typeof share === 'number' ? share : Number.NEGATIVE_INFINITY, index}))
		.toSorted((one, other) => (one.share === other.share ? one.index - other.index : other.share - one.share))
		.slice(0, top)
		.map(({index}) => index);
}

/** Half of Σ |p − q|: the largest difference in the probability of any set of classes. */
function totalVariation(one: readonly unknown[], other: readonly unknown[]): number {
	const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
	const sum = one.reduce<number>((total, share, index) => total + Math.abs(number(share) - number(other[index])), 0);
	return Math.min(1, sum / 2);
}

/**
 * Of the leaves of both, the part that differs; a leaf that only one has differs. Without recursion: an answer may be nested
 * deeply.
 */
function structureDistance(one: unknown, other: unknown, tolerance: number): Distance {
	const left: (readonly [unknown, unknown])[] = [[one, other]];
	let leaves = 0;
	let different = 0;
	for (let pair = left.pop(); pair !== undefined; pair = left.pop()) {
		const [ones, others] = [childrenOf(pair[0]), childrenOf(pair[1])];
		if (ones === undefined || others === undefined || Array.isArray(pair[0]) !== Array.isArray(pair[1])) {
			leaves++;
			if (!numberDistance(pair[0], pair[1], tolerance).agrees) different++;
			continue;
		}

		for (const key of new Set([...ones.keys(), ...others.keys()])) left.push([ones.get(key), others.get(key)]);
	}

	return {agrees: different === 0, distance: different / Math.max(1, leaves)};
}

function childrenOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
	return Array.isArray(value) || isRecord(value) ? new Map(Object.entries(value)) : undefined;
}
