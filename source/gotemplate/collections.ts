import {OperationError} from './error.ts';
import {elementOf, entryOf, placeType, unbox} from './operand.ts';
import type {Operand} from './operand.ts';
import {byteLength, fromBytes, toBytes} from './utf8.ts';
import {itemsOf, kindOf, sizeOf, Slice, typeOf, Uint} from './value.ts';
import type {Value} from './value.ts';

/** The functions len, index and slice. */

/** The number of elements, or of bytes. */
export function lengthOf(operand: Operand): number {
	if (operand === null) throw new OperationError('len of nil pointer');
	const value = unbox(operand);
	switch (kindOf(value)) {
		case 'string':
			return byteLength(value as string);
		case 'slice':
		case 'map':
			return sizeOf(value);
		case 'nil':
			throw new OperationError('reflect: call of reflect.Value.Type on zero Value');
		default:
			throw new OperationError(`len of type ${typeOf(value)}`);
	}
}

/** `index x 1 2` is x[1][2]; a byte of a string is a uint8. */
export function index(container: Operand, indexes: readonly Operand[]): Operand {
	if (unbox(container) === undefined) throw new OperationError('index of untyped nil');
	let element = container;
	for (const at of indexes) {
		if (element === null) throw new OperationError('index of nil pointer');
		element = elementAt(unbox(element), unbox(at));
	}

	return element;
}

/** `slice x 1 2` is x[1:2], `slice x 1 2 3` is x[1:2:3]; strings are cut by bytes. */
export function slice(container: Operand, indexes: readonly Operand[]): Value {
	const value = unbox(container);
	const kind = kindOf(value);
	if (kind === 'nil') throw new OperationError('slice of untyped nil');
	if (indexes.length > 3) throw new OperationError(`too many slice indexes: ${indexes.length}`);
	if (typeof value === 'string') return sliceString(value, indexes);
	if (kind !== 'slice') throw new OperationError(`can't slice item of type ${typeOf(value)}`);
	const items = itemsOf(value);
	const all = value instanceof Slice ? [...items, ...value.spare] : items;
	const [start, end, capacity = all.length] = bounds(indexes, items.length, all.length);
	if (value instanceof Slice && value.items === null) return value;
	return new Slice(typeOf(value), all.slice(start, end), all.slice(end, capacity));
}

function elementAt(container: Value, at: Value): Operand {
	switch (kindOf(container)) {
		case 'string': {
			const bytes = toBytes(container as string);
			return new Uint(bytes[position(at, bytes.length, 'string')] ?? 0, 'uint8');
		}

		case 'slice': {
			const items = itemsOf(container);
			return elementOf(container, items[position(at, items.length, 'slice')]);
		}

		case 'map':
			if (typeof at === 'string') return entryOf(container, at);
			if (kindOf(at) === 'nil') throw new OperationError('value is nil; should be of type string');
			throw new OperationError(`value has type ${typeOf(at)}; should be string`);
		default:
			throw new OperationError(`can't index item of type ${typeOf(container)}`);
	}
}

function position(at: Value, length: number, what: string): number {
	const number = indexNumber(at, length);
	if (number === length) throw new OperationError(`reflect: ${what} index out of range`);
	return number;
}

function sliceString(text: string, indexes: readonly Operand[]): string {
	if (indexes.length === 3) throw new OperationError('cannot 3-index slice a string');
	const bytes = toBytes(text);
	const [start, end] = bounds(indexes, bytes.length, bytes.length);
	return fromBytes(bytes.subarray(start, end));
}

/** The bounds of a slice, checked to be in order. */
function bounds(
	indexes: readonly Operand[],
	length: number,
	capacity: number,
): readonly [start: number, end: number, capacity?: number] {
	const [start = 0, end = length, limit] = indexes.map(at => indexNumber(at, capacity));
	if (start > end) throw new OperationError(`invalid slice index: ${start} > ${end}`);
	if (limit === undefined) return [start, end];
	if (end > limit) throw new OperationError(`invalid slice index: ${end} > ${limit}`);
	return [start, end, limit];
}

function indexNumber(at: Operand, longest: number): number {
	if (at === undefined) throw new OperationError('cannot index slice/array with nil');
	const number = at instanceof Uint ? at.value : at;
	if (typeof number !== 'number' && typeof number !== 'bigint')
		throw new OperationError(`cannot index slice/array with type ${placeType(at)}`);
	if (number < 0 || number > longest)
		throw new OperationError(`index out of range: ${BigInt.asIntN(64, BigInt(number))}`);
	return Number(number);
}
