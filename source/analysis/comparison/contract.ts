import {cut} from '../../objects/cut.ts';
import {fieldAt, listAt, stringAt} from '../../objects/object.ts';
import type {AnswerComparison} from '../answers/compare-answers.ts';
import type {OutputTensor} from '../answers/output.ts';
import type {Pair} from './pair.ts';
import type {ContractDifference} from './result.ts';

/** More than any model has; keeps hostile metadata and answers short. */
const mostTensors = 100;
const longestText = 200;

interface AnsweredDifference extends ContractDifference {
	readonly seen: {answers: number};
}

/** Counts how outputs of answers differ in what callers rely on. */
export class ContractCount {
	readonly #differences = new Map<string, AnsweredDifference>();

	add({outputs}: AnswerComparison, {primary, candidate}: Pair): void {
		for (const {output, contract} of outputs) {
			if (contract === undefined) continue;
			const name = cut(output, longestText);
			const key = `${contract} ${name}`;
			const known = this.#differences.get(key);
			if (known) known.seen.answers++;
			else if (this.#differences.size < mostTensors) {
				this.#differences.set(key, {
					of: 'output',
					name,
					difference: contract,
					...sides(typeIn(primary.outputs, output), typeIn(candidate.outputs, output)),
					seen: {answers: 1},
				});
			}
		}
	}

	get differences(): readonly ContractDifference[] {
		return [...this.#differences.values()].map(each => ({...each, seen: {...each.seen}}));
	}
}

/** Whether callers of the primary would not find what they read: an output that is gone, or has another datatype. */
export function isBroken(contract: readonly ContractDifference[]): boolean {
	return contract.some(
		({seen, difference}) => seen !== 'metadata' && (difference === 'missing' || difference === 'datatype'),
	);
}

/** How the inputs and outputs differ that models tell of themselves (V2 metadata); nothing where one of both tells none. */
export function compareMetadata(primary: unknown, candidate: unknown): readonly ContractDifference[] {
	return (['input', 'output'] as const).flatMap(of => {
		const [ones, others] = [tensorsOf(primary, `${of}s`), tensorsOf(candidate, `${of}s`)];
		if (ones.size === 0 || others.size === 0) return [];
		return [...new Set([...ones.keys(), ...others.keys()])].flatMap((name): readonly ContractDifference[] => {
			const [one, other] = [ones.get(name), others.get(name)];
			const difference = differenceOf(one, other);
			if (difference === undefined) return [];
			return [{of, name, difference, ...sides(one && words(one), other && words(other)), seen: 'metadata'}];
		});
	});
}

type TensorType = Pick<OutputTensor, 'datatype'> & {readonly shape: readonly unknown[]};

function differenceOf(
	one: TensorType | undefined,
	other: TensorType | undefined,
): ContractDifference['difference'] | undefined {
	if (!one) return 'new';
	if (!other) return 'missing';
	if (one.datatype !== other.datatype) return 'datatype';
	return one.shape.join() === other.shape.join() ? undefined : 'shape';
}

function tensorsOf(metadata: unknown, key: string): ReadonlyMap<string, TensorType> {
	const list = listAt(metadata, key).slice(0, mostTensors);
	return new Map(
		list.map(each => [
			cut(stringAt(each, 'name') ?? '', longestText),
			{datatype: stringAt(each, 'datatype') ?? '', shape: shapeOf(fieldAt(each, 'shape'))},
		]),
	);
}

/** Some servers write whole numbers as texts. */
function shapeOf(shape: unknown): readonly number[] {
	return Array.isArray(shape) ? shape.map(Number) : [];
}

function typeIn(outputs: readonly OutputTensor[], name: string): string | undefined {
	const found = outputs.find(output => output.name === name);
	return found && words(found);
}

function words({datatype, shape}: TensorType): string {
	return cut(`${datatype} [${shape.join(',')}]`, longestText);
}

function sides(
	primary: string | undefined,
	candidate: string | undefined,
): Pick<ContractDifference, 'primary' | 'candidate'> {
	return {...(primary !== undefined && {primary}), ...(candidate !== undefined && {candidate})};
}
