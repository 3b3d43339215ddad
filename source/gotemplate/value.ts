import {compareText} from './utf8.ts';

/**
 * The values that a template works on: plain JavaScript values, with a small wrapper wherever Go knows a difference that
 * JavaScript does not. Only own properties of maps and structs are ever read.
 *
 * | JavaScript                        | Go                                                     |
 * |-----------------------------------|--------------------------------------------------------|
 * | null, undefined                   | nil                                                    |
 * | boolean, string                   | bool, string (a byte outside UTF-8: see utf8.ts)       |
 * | number (a safe integer), bigint   | int (bigint only beyond the safe integers)             |
 * | Float, Uint                       | float64; uint8, uint32 …                               |
 * | array, plain object               | []any, map[string]any                                  |
 * | Slice, TypedMap                   | slice and map with another element type, e.g. []int    |
 * | Struct                            | struct: a field that it does not have is an error      |
 */
export type Value =
	| undefined
	| null
	| boolean
	| string
	| number
	| bigint
	| Float
	| Uint
	| Slice
	| TypedMap
	| Struct
	| readonly Value[]
	| {readonly [key: string]: Value};

/** A Go float64. */
export class Float {
	readonly value: number;

	constructor(value: number) {
		this.value = value;
	}
}

/** A Go unsigned integer of the named type. */
export class Uint {
	readonly value: number | bigint;
	readonly type: string;

	constructor(value: number | bigint, type = 'uint') {
		this.value = value;
		this.type = type;
	}
}

/** A Go slice of type `[]T`; nil when `items` is null. `spare` are the elements between its length and its capacity. */
export class Slice {
	readonly type: string;
	readonly items: readonly Value[] | null;
	readonly spare: readonly Value[];

	constructor(type: string, items: readonly Value[] | null, spare: readonly Value[] = []) {
		this.type = type;
		this.items = items;
		this.spare = spare;
	}
}

/** A Go map of type `map[string]T`; nil when `entries` is null. A key that it does not have gives T's zero value. */
export class TypedMap {
	readonly type: string;
	readonly entries: Readonly<Record<string, Value>> | null;

	constructor(type: string, entries: Readonly<Record<string, Value>> | null) {
		this.type = type;
		this.entries = entries;
	}
}

/** A Go struct of the named type, with its fields in the order of their declaration. */
export class Struct {
	readonly type: string;
	readonly fields: Readonly<Record<string, Value>>;

	constructor(type: string, fields: Readonly<Record<string, Value>>) {
		this.type = type;
		this.fields = fields;
	}
}

export type Kind = 'nil' | 'bool' | 'int' | 'uint' | 'float' | 'string' | 'slice' | 'map' | 'struct';

/** The kind of a value; what Go has no name for (functions, symbols) is nil. */
export function kindOf(value: Value): Kind {
	switch (typeof value) {
		case 'boolean':
			return 'bool';
		case 'string':
			return 'string';
		case 'number':
		case 'bigint':
			return 'int';
		case 'object':
			if (value === null) return 'nil';
			if (Array.isArray(value) || value instanceof Slice) return 'slice';
			if (value instanceof Struct) return 'struct';
			if (value instanceof Uint) return 'uint';
			return value instanceof Float ? 'float' : 'map';
		default:
			return 'nil';
	}
}

/** The name of Go's type `any`. */
export const anyType = 'interface {}';

/** The name of a value's type as Go's %T prints it. */
export function typeOf(value: Value): string {
	if (value instanceof Struct || value instanceof Uint || value instanceof Slice || value instanceof TypedMap)
		return value.type;
	switch (kindOf(value)) {
		case 'nil':
			return '<nil>';
		case 'float':
			return 'float64';
		case 'slice':
			return `[]${anyType}`;
		case 'map':
			return `map[string]${anyType}`;
		default:
			return kindOf(value);
	}
}

/** The elements of a slice; none for any other value. */
export function itemsOf(value: Value): readonly Value[] {
	if (value instanceof Slice) return value.items ?? [];
	return Array.isArray(value) ? value : [];
}

/** The entries of a map; none for any other value. */
export function entriesOf(value: Value): Readonly<Record<string, Value>> {
	if (value instanceof TypedMap) return value.entries ?? {};
	return kindOf(value) === 'map' ? (value as Readonly<Record<string, Value>>) : {};
}

/** The keys of maps in their order, each map's once: a template may ask for them at every turn of a loop. */
const sortedKeys = new WeakMap<Readonly<Record<string, Value>>, readonly string[]>();

/** The keys of a map in Go's order, by their bytes; none for any other value. */
export function keysOf(value: Value): readonly string[] {
	const entries = entriesOf(value);
	const known = sortedKeys.get(entries);
	if (known) return known;
	const keys = Object.keys(entries);
	// By UTF-16 units, which is much quicker and the same where there are no surrogates.
	const sorted = keys.every(key => !/[\ud800-\udfff]/.test(key)) ? keys.toSorted() : keys.toSorted(compareText);
	sortedKeys.set(entries, sorted);
	return sorted;
}

/** The number of elements, entries or UTF-16 units of a value; 0 for those that have none. */
export function sizeOf(value: Value): number {
	if (typeof value === 'string') return value.length;
	return kindOf(value) === 'map' ? keysOf(value).length : itemsOf(value).length;
}

/** Whether Go's isNil holds: nil itself, a nil slice, a nil map. */
export function isNil(value: Value): boolean {
	if (value instanceof Slice) return value.items === null;
	return value instanceof TypedMap ? value.entries === null : kindOf(value) === 'nil';
}

/** Go's truth: not the zero value of its type, not empty; a struct is always true. */
export function isTrue(value: Value): boolean {
	if (value instanceof Float || value instanceof Uint) return Number(value.value) !== 0;
	switch (kindOf(value)) {
		case 'slice':
		case 'map':
			return sizeOf(value) > 0;
		case 'struct':
			return true;
		case 'nil':
			return false;
		default:
			return Boolean(value);
	}
}

/** The one form of an int: a number where it is a safe integer, a bigint beyond. */
export function integer(value: bigint): number | bigint {
	return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}
