import {fieldAt, isRecord, listAt, stringAt} from '../../objects/object.ts';
import {layouts} from '../protocols/datatypes.ts';
import {parsedOrUndefined} from '../v2.ts';
import {countElements, elementsIn, elementsOf} from './elements.ts';
import type {Input} from './input.ts';
import {shown} from './shown.ts';

/** Inputs of a model that are named in a message. */
const shownNames = 5;

/**
 * What is wrong with a V2 request by the model's metadata, in a sentence that names the input's place: names, datatypes, shapes with
 * their open sizes (-1), and whether the data have as many elements as their shape asks for. Undefined when nothing is, when the
 * metadata name no inputs, and for requests of other protocols.
 */
export function checkAgainst(metadata: unknown, {body, where}: Pick<Input, 'body' | 'where'>): string | undefined {
	const told = listAt(metadata, 'inputs').filter(each => stringAt(each, 'name') !== undefined);
	if (told.length === 0) return undefined;
	const given = fieldAt(parsedOrUndefined(body), 'inputs');
	if (!Array.isArray(given)) return undefined;
	const specs = new Map(told.map(each => [stringAt(each, 'name') ?? '', each]));
	const names = new Set(given.map(each => stringAt(each, 'name')));
	for (const tensor of given) {
		const name = stringAt(tensor, 'name');
		if (name === undefined) return `${where} has an input without a name`;
		const spec = specs.get(name);
		if (spec === undefined) return `${where} has an input ${shown(name)}, the model has ${namesIn(specs)}`;
		const fault = tensorFault(tensor, spec);
		if (fault !== undefined) return `${where}: input ${shown(name)} ${fault}`;
	}

	const missing = [...specs.keys()].find(name => !names.has(name));
	return missing === undefined ? undefined : `${where} has no input ${shown(missing)}, which the model asks for`;
}

function tensorFault(tensor: unknown, spec: unknown): string | undefined {
	const [datatype, wanted] = [stringAt(tensor, 'datatype'), stringAt(spec, 'datatype')];
	if (wanted !== undefined && wanted !== '' && datatype !== wanted) {
		return `has datatype ${datatype === undefined ? 'none' : shown(datatype)}, the model takes ${shown(wanted)}`;
	}

	const shape = fieldAt(tensor, 'shape');
	if (!Array.isArray(shape)) return 'has no shape';
	const sizes = listAt(spec, 'shape').map(Number);
	if (sizes.length > 0 && !isAllowed(shape, sizes)) {
		return `has shape ${shown(shape)}, the model takes ${shown(sizes)}`;
	}

	const data = fieldAt(tensor, 'data');
	// A binary tensor has its data behind the JSON.
	if (data === undefined && isRecord(fieldAt(tensor, 'parameters'))) return undefined;
	if (!Array.isArray(data)) return 'has no list of data';
	const [found, asked] = [countElements(data), elementsIn(shape)];
	if (asked !== undefined && found !== asked) {
		return `has ${found} elements, its shape ${shown(shape)} asks for ${asked}`;
	}

	if (datatype === undefined || !layouts.has(datatype)) return undefined;
	for (const element of elementsOf(data)) {
		if (!isNumber(element)) {
			return `has ${isRecord(element) ? 'an object' : shown(element)} among its data, which is no ${datatype}`;
		}
	}

	return undefined;
}

/** Whether it can be an element of a tensor of numbers: servers take words that are numbers as well (NumPy does), and null for NaN. */
function isNumber(element: unknown): boolean {
	if (typeof element !== 'string') return !isRecord(element);
	return /^\s*[+-]?(nan|inf|infinity)\s*$/i.test(element) || (element.trim() !== '' && !Number.isNaN(Number(element)));
}

/** Sizes that the model leaves open, and those that the request does, as MLServer lets it, fit any. */
function isAllowed(shape: readonly unknown[], sizes: readonly number[]): boolean {
	return (
		shape.length === sizes.length &&
		sizes.every((size, index) => size === -1 || shape[index] === -1 || shape[index] === size)
	);
}

function namesIn(specs: ReadonlyMap<string, unknown>): string {
	const names = [...specs.keys()].slice(0, shownNames).map(name => shown(name));
	return specs.size > shownNames ? `${names.join(', ')}, …` : names.join(', ');
}
