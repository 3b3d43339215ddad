import {topClasses} from './distance.ts';
import {elementsOf, ruleFor, type OutputTensor, type RuleSettings} from './output.ts';

/**
 * What an answer to one input says that it is: the label or text of the first output that has just one, or else the number of
 * the most probable class of the first output that has probabilities, or else the one whole number that an output is, as some
 * servers answer classes. Undefined when no output says so.
 */
export function labelOf(outputs: readonly OutputTensor[], settings: RuleSettings): string | undefined {
	const kinds = outputs.map(output => ({output, kind: ruleFor(output, settings).kind, elements: elementsOf(output)}));
	const named = kinds.find(({kind, elements}) => (kind === 'labels' || kind === 'text') && elements.length === 1);
	if (named !== undefined) return String(named.elements[0]);
	const likely = kinds.find(
		({kind, output, elements}) => kind === 'probabilities' && elements.length === output.shape.at(-1),
	);
	if (likely !== undefined) return String(topClasses(likely.elements, 1)[0]);
	const whole = kinds.find(({elements}) => elements.length === 1 && Number.isSafeInteger(elements[0]));
	return whole && String(whole.elements[0]);
}
