import {beginningOf} from '../../objects/cut.ts';
import {labelOf} from '../answers/label.ts';
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

/** Gathers what both versions predict, whatever the inputs. */
export class DriftCount {
	readonly #settings: RuleSettings;
	readonly #labels = new Map<string, {primary: number; candidate: number}>();
	readonly #numbers = new Map<string, {primary: number[]; candidate: number[]}>();

	constructor(settings: RuleSettings) {
		this.#settings = settings;
	}

	/** Of a pair that both answered well. */
	add(pair: Pair): void {
		for (const version of ['primary', 'candidate'] as const) {
			const {outputs} = pair[version];
			const label = labelOf(outputs, this.#settings);
			if (label !== undefined) this.#countLabel(beginningOf(label, longestLabel), version);
			for (const output of outputs) this.#addNumber(output, version);
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
		if (labels.length === 0) return numbers;
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

	#addNumber(output: OutputTensor, version: 'primary' | 'candidate'): void {
		if (ruleFor(output, this.#settings).kind !== 'numbers') return;
		const [value, ...others] = elementsOf(output);
		if (typeof value !== 'number' || others.length > 0) return;
		const found = this.#numbers.get(output.name) ?? {primary: [], candidate: []};
		if (!this.#numbers.has(output.name) && this.#numbers.size >= mostOutputs) return;
		this.#numbers.set(output.name, found);
		if (found[version].length < mostNumbers) found[version].push(value);
	}
}
