import {anyType, entriesOf, Float, Slice, TypedMap, typeOf, Uint} from './value.ts';
import type {Value} from './value.ts';

/**
 * What Go's reflect calls a value of kind Interface: something read from a place of type `any`. It matters where Go does not
 * look inside (an index of `slice`), and for a nil found there, which `null` stands for.
 */
class Boxed {
	readonly value: Exclude<Value, null | undefined>;

	constructor(value: Exclude<Value, null | undefined>) {
		this.value = value;
	}
}

/** A value as an operand has it: undefined is Go's invalid value (nil, or nothing there), null a nil in a place of type `any`. */
export type Operand = Value | Boxed;

/** What an operand holds, out of its box. */
export function unbox(operand: Operand): Value {
	if (operand instanceof Boxed) return operand.value;
	return operand === null ? undefined : operand;
}

/** The type of the place that an operand was read from. */
export function placeType(operand: Operand): string {
	return operand === null || operand instanceof Boxed ? anyType : typeOf(operand);
}

/** An element of a slice or a map, boxed where the container's element type is `any`. */
export function elementOf(container: Value, element: Value): Operand {
	if (container instanceof Slice || container instanceof TypedMap) {
		if (elementType(container) !== anyType) return element;
	}

	return element === null || element === undefined ? null : new Boxed(element);
}

/** The value of a map's key: its own entry, else the zero value of the element type. */
export function entryOf(map: Value, key: string): Operand {
	const entries = entriesOf(map);
	if (Object.hasOwn(entries, key)) return elementOf(map, entries[key]);
	return map instanceof TypedMap ? zeroOf(elementType(map)) : null;
}

function elementType(container: Slice | TypedMap): string {
	return container.type.slice(container.type.indexOf(']') + 1);
}

function zeroOf(type: string): Operand {
	if (type === 'string') return '';
	if (type === 'bool') return false;
	if (type === 'int') return 0;
	if (type === 'float64') return new Float(0);
	if (type.startsWith('uint')) return new Uint(0, type);
	if (type.startsWith('[]')) return new Slice(type, null);
	return type.startsWith('map[') ? new TypedMap(type, null) : null;
}
