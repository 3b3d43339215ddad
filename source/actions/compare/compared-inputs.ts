import {labelForm} from '../../analysis/answers/label.ts';
import type {RuleSettings} from '../../analysis/answers/output.ts';
import type {ComparedInput} from '../../analysis/comparison/pair.ts';
import type {Input} from '../../inference/input/input.ts';

/**
 * Inputs as they are counted, in their order. What is the same is no new input, whatever its place: it has the number of the
 * first one, and the label that one of them has. Where they have several, as labels are compared, there is none.
 */
export function comparedInputs(inputs: readonly Input[], settings: RuleSettings): readonly ComparedInput[] {
	const known = new Map<string, {readonly index: number; readonly labels: Map<string, Input>}>();
	for (const [index, input] of inputs.entries()) {
		const {body, label} = input;
		const same = known.get(body) ?? {index, labels: new Map<string, Input>()};
		known.set(body, same);
		if (label === undefined) continue;
		const form = labelForm(label, settings);
		if (!same.labels.has(form)) same.labels.set(form, input);
	}

	return inputs.map(({body, where}, place) => {
		const {index, labels} = known.get(body) ?? {index: place, labels: new Map<string, Input>()};
		const [first, ...others] = labels.values();
		const isContradicted = others.length > 0;
		const labelled = isContradicted ? undefined : first;
		return {index, where, body, label: labelled?.label, labelJson: labelled?.labelJson, isContradicted};
	});
}
