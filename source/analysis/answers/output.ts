/** One output of an answer, as the Open Inference Protocol V2 has it. */
export interface OutputTensor {
	readonly name: string;
	readonly datatype: string;
	readonly shape: readonly number[];
	/** Row by row, flat or nested. */
	readonly data: readonly unknown[];
	/**
	 * Whether its protocol promises callers neither that each answer has it nor its datatype, which is then read from how numbers are
	 * written: what differs there is an answer, and no contract.
	 */
	readonly isLoose?: boolean;
}

/** How the values of an output are compared. */
export type Rule =
	| {readonly kind: 'labels'}
	| {readonly kind: 'numbers'; readonly tolerance: number}
	/** The `top` most probable classes of each row must be the same ones. */
	| {readonly kind: 'probabilities'; readonly top: number}
	/** Normalised: whatever its case, its blanks and the form of its Unicode. */
	| {readonly kind: 'text'; readonly isNormalised: boolean}
	| {readonly kind: 'json'; readonly tolerance: number};

/** What decides where the data themselves do not. */
export interface RuleSettings {
	/** By how much numbers may differ, as a part of the larger of both; near 0, absolutely. */
	readonly tolerance: number;
	/** How many of the most probable classes must be the same. */
	readonly top: number;
	readonly isTextNormalised: boolean;
}

/**
 * The rule for an output, by its datatype and the primary's values: BYTES is JSON when each element is an object or a list,
 * else text; floating-point rows that are shares of 1 are probabilities, others numbers; the rest is labels.
 */
export function ruleFor(output: OutputTensor, settings: RuleSettings): Rule {
	const {tolerance, top, isTextNormalised} = settings;
	if (output.datatype === 'BYTES') {
		return elementsOf(output).every(element => typeof parseStructure(element) === 'object')
			? {kind: 'json', tolerance}
			: {kind: 'text', isNormalised: isTextNormalised};
	}

	if (!/^(?:FP|BF)\d+$/.test(output.datatype)) return {kind: 'labels'};
	return rowsOf(output).every(row => isDistribution(row)) ? {kind: 'probabilities', top} : {kind: 'numbers', tolerance};
}

/** The elements of an output in one list, nested or not; the depth is bounded by that of V2's tensors. */
export function elementsOf({data}: OutputTensor): readonly unknown[] {
	return data.some(element => Array.isArray(element)) ? data.flat(16) : data;
}

/** The elements by their last dimension: a row of class probabilities for each input. */
export function rowsOf(output: OutputTensor): readonly (readonly unknown[])[] {
	const elements = elementsOf(output);
	const width = Math.max(1, Math.floor(output.shape.at(-1) ?? 1));
	return Array.from({length: Math.ceil(elements.length / width)}, (_, row) =>
		elements.slice(row * width, (row + 1) * width),
	);
}

/** Rounded to half precision, the shares of a thousand classes still have a sum within 1 % of 1. */
function isDistribution(row: readonly unknown[]): boolean {
	if (row.length < 2) return false;
	const sum = row.reduce<number>((total, share) => total + (isShare(share) ? share : Number.NaN), 0);
	return Math.abs(sum - 1) < 0.01;
}

function isShare(value: unknown): value is number {
	return typeof value === 'number' && value >= 0 && value <= 1;
}

/** The object or list that a text is in JSON; undefined when it is none. */
export function parseStructure(text: unknown): object | undefined {
	if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as object;
	} catch {
		return undefined;
	}
}
