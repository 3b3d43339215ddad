import {cut, cutAtDifference} from '../../objects/cut.ts';
import type {AnswerComparison} from '../answers/compare-answers.ts';
import type {OutputTensor} from '../answers/output.ts';
import {elementsOf} from '../answers/output.ts';
import type {Pair} from './pair.ts';
import type {Disagreement} from './result.ts';

/** How many are kept, and how much of each: enough to see what is wrong, for a page that is sent to a colleague. */
const kept = 20;
const longestBody = 2000;
const mostOutputs = 10;
const mostElements = 20;
const elementsBefore = 5;
const longestElement = 200;

/** Keeps the answers that are farthest apart; of equal distances the first ones. */
export class WorstDisagreements {
	#worst: readonly Disagreement[] = [];

	add(comparison: AnswerComparison, pair: Pair): void {
		const {agrees, distance} = comparison;
		const last = this.#worst[kept - 1];
		if (agrees || (last && last.distance >= distance)) return;
		const after = this.#worst.findIndex(each => each.distance < distance);
		const place = after < 0 ? this.#worst.length : after;
		this.#worst = this.#worst.toSpliced(place, 0, disagreementOf(comparison, pair)).slice(0, kept);
	}

	result(): readonly Disagreement[] {
		return this.#worst;
	}
}

function disagreementOf({distance, outputs}: AnswerComparison, {input, primary, candidate}: Pair): Disagreement {
	return {
		where: input.where,
		body: cut(input.body, longestBody),
		...(input.label !== undefined && {label: cut(input.label, longestElement)}),
		distance,
		outputs: outputs
			.filter(({agrees}) => !agrees)
			.slice(0, mostOutputs)
			.map(({output}) => cut(output, longestElement)),
		primary: shortened(primary.outputs, candidate.outputs),
		candidate: shortened(candidate.outputs, primary.outputs),
	};
}

/** Outputs beside those of the other version: of what is cut, the part where they differ is kept. */
function shortened(outputs: readonly OutputTensor[], others: readonly OutputTensor[]): readonly OutputTensor[] {
	return outputs.slice(0, mostOutputs).map(output => {
		const other = others.find(({name}) => name === output.name);
		return {
			name: cut(output.name, longestElement),
			datatype: cut(output.datatype, longestElement),
			shape: output.shape.slice(0, mostElements),
			data: shortenedElements(elementsOf(output), other ? elementsOf(other) : []),
		};
	});
}

/** At the first ones that differ, an ellipsis stands for those before. */
function shortenedElements(elements: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
	const difference = elements.findIndex(
		(element, index) => element !== others[index] && textOf(element) !== textOf(others[index]),
	);
	const from = difference < mostElements - elementsBefore ? 0 : difference - elementsBefore;
	const kept = elements.slice(from, from + mostElements).map((element, index) => {
		const text = textOf(element);
		return text.length > longestElement ? cutAtDifference(text, textOf(others[from + index]), longestElement) : element;
	});
	return from === 0 ? kept : ['…', ...kept];
}

function textOf(element: unknown): string {
	return typeof element === 'string' ? element : (JSON.stringify(element) ?? 'null');
}
