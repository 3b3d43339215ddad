import {compareOutput} from './compare-answers.ts';
import {normalised, topClasses} from './distance.ts';
import {elementsOf, ruleFor, type OutputTensor, type Rule, type RuleSettings} from './output.ts';

/** What the answers of both versions say that one input is, in the form in which labels are compared. */
export interface PairLabels {
	/** Undefined where no output says so. */
	readonly primary: string | undefined;
	/** Of the output that says so in the primary's answer, wherever it stands in the candidate's. */
	readonly candidate: string | undefined;
	/** Whether the primary answers a number with a fraction: then its whole numbers are no classes either. */
	readonly isMeasured: boolean;
}

/** How an output names a class. */
const readers = {
	value: output => only(output, () => true),
	'most probable': output => {
		const elements = elementsOf(output);
		return elements.length === output.shape.at(-1) ? String(topClasses(elements, 1)[0]) : undefined;
	},
	'whole number': output => only(output, element => Number.isSafeInteger(element)),
} as const satisfies Readonly<Record<string, (output: OutputTensor) => string | undefined>>;

interface ClassPlace {
	readonly output: OutputTensor;
	readonly reader: keyof typeof readers;
}

/**
 * What answers to one input say that it is: the label or text of the primary's first output that has just one, or else the
 * number of the most probable class of its first output that has probabilities, or else the one whole number that an output is,
 * as some servers answer classes. Where the primary gave no outputs, those of the candidate are read so. A number that agrees
 * with the primary's is the same class.
 */
export function labelsOf(
	primary: readonly OutputTensor[],
	candidate: readonly OutputTensor[],
	settings: RuleSettings,
): PairLabels {
	const place = placeOf(primary.length > 0 ? primary : candidate, settings);
	if (!place) return {primary: undefined, candidate: undefined, isMeasured: hasFraction(primary, settings)};
	const {output, reader} = place;
	const read = (answered: OutputTensor | undefined): string | undefined => {
		const label = answered && readers[reader](answered);
		return label === undefined ? undefined : labelForm(label, settings);
	};
	if (primary.length === 0) return {primary: undefined, candidate: read(output), isMeasured: false};
	const other = candidate.find(({name}) => name === output.name);
	const {rule, agrees} = compareOutput(output, other, settings);
	return {primary: read(output), candidate: read(agrees && rule === 'numbers' ? output : other), isMeasured: false};
}

/** A label as labels are compared: texts as texts of answers. */
export function labelForm(label: string, {isTextNormalised}: RuleSettings): string {
	return isTextNormalised ? normalised(label) : label;
}

function placeOf(outputs: readonly OutputTensor[], settings: RuleSettings): ClassPlace | undefined {
	const ruled = outputs.map(output => ({output, rule: ruleFor(output, settings)}));
	const find = (reader: keyof typeof readers, kinds: readonly Rule['kind'][]): ClassPlace | undefined => {
		const found = ruled.find(({output, rule}) => kinds.includes(rule.kind) && readers[reader](output) !== undefined);
		return found && {output: found.output, reader};
	};
	return (
		find('value', ['labels', 'text']) ?? find('most probable', ['probabilities']) ?? find('whole number', ['numbers'])
	);
}

function hasFraction(outputs: readonly OutputTensor[], settings: RuleSettings): boolean {
	return outputs.some(
		output =>
			ruleFor(output, settings).kind === 'numbers' &&
			only(output, element => typeof element === 'number') !== undefined,
	);
}

/** The element of an output that has no other one, as text. */
function only(output: OutputTensor, isRight: (element: unknown) => boolean): string | undefined {
	const elements = elementsOf(output);
	return elements.length === 1 && isRight(elements[0]) ? String(elements[0]) : undefined;
}
