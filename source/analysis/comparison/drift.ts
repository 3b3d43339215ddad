import {beginningOf} from '../../objects/cut.ts';
import type {AnswerComparison} from '../answers/compare-answers.ts';
import type {PairLabels} from '../answers/label.ts';
import {elementsOf, ruleFor, type OutputTensor, type RuleSettings} from '../answers/output.ts';
import {kolmogorovSmirnov} from '../statistics/kolmogorov-smirnov.ts';
import {stabilityIndex} from '../statistics/stability-index.ts';
import type {Pair} from './pair.ts';
import type {Drift} from './result.ts';

/** Bounds of what is kept. So many numbers still have an exact p-value. */
const mostLabels = 200;
const longestLabel = 100;
const toldLabels = 40;
const mostOutputs = 20;
const mostNumbers = 1000;

/**
 * Gathers what both versions predict, whatever the inputs. Values that agree count as the same one, and outputs are found by
 * their names, so that nothing drifts between versions that always agree.
 */
export class DriftCount {
	readonly #settings: RuleSettings;
	readonly #labels = new Map<string, {primary: number; candidate: number}>();
	readonly #numbers = new Map<string, {primary: number[]; candidate: number[]}>();
	#isMeasured = false;

	constructor(settings: RuleSettings) {
		this.#settings = settings;
	}

	/** Of a pair that both answered well. */
	add({primary, candidate}: Pair, labels: PairLabels, {outputs}: AnswerComparison): void {
		if (labels.isMeasured) this.#isMeasured = true;
		for (const version of ['primary', 'candidate'] as const) {
			const label = labels[version];
			if (label !== undefined) this.#countLabel(beginningOf(label, longestLabel), version);
		}

		const others = new Map(candidate.outputs.map(output => [output.name, output]));
		const agreeing = new Set(outputs.flatMap(({output, agrees}) => (agrees ? [output] : [])));
		for (const output of primary.outputs) {
			const other = others.get(output.name);
			if (other) this.#addNumbers(output, agreeing.has(output.name) ? output : other);
		}
	}

	result(): readonly Drift[] {
		const labels = [...this.#labels]
			.map(([label, counts]) => ({label, ...counts}))
			.toSorted((one, other) => other.primary + other.candidate - one.primary - one.candidate);
		const numbers = [...this.#numbers].map(([output, {primary, candidate}]): Drift => ({
			kind: 'numbers',
			output,
			...kolmogorovSmirnov(primary, candidate),
		}));
		if (labels.length === 0 || this.#isMeasured) return numbers;
		const counts = (version: 'primary' | 'candidate') => labels.map(each => each[version]);
		const index = stabilityIndex(counts('primary'), counts('candidate'));
		return [{kind: 'labels', ...index, labels: labels.slice(0, toldLabels)}, ...numbers];
	}

	/** Labels that are too many count together, under no name. */
	#countLabel(label: string, version: 'primary' | 'candidate'): void {
		const key = this.#labels.has(label) || this.#labels.size < mostLabels ? label : '';
		const count = this.#labels.get(key) ?? {primary: 0, candidate: 0};
		this.#labels.set(key, count);
		count[version]++;
	}

	#addNumbers(output: OutputTensor, other: OutputTensor): void {
		if (ruleFor(output, this.#settings).kind !== 'numbers') return;
		const [value, otherValue] = [onlyNumber(output), onlyNumber(other)];
		if (value === undefined || otherValue === undefined) return;
		const found = this.#numbers.get(output.name) ?? {primary: [], candidate: []};
		if (!this.#numbers.has(output.name) && this.#numbers.size >= mostOutputs) return;
		this.#numbers.set(output.name, found);
		if (found.primary.length >= mostNumbers) return;
		found.primary.push(value);
		found.candidate.push(otherValue);
	}
}

/** The number of an output that has nothing else. */
function onlyNumber(output: OutputTensor): number | undefined {
	const [value, ...others] = elementsOf(output);
	return typeof value === 'number' && others.length === 0 ? value : undefined;
}
