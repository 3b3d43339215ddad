import {Float, kindOf, Slice, Struct, TypedMap, typeOf, Uint} from '../../../source/gotemplate/value.ts';
import type {Value} from '../../../source/gotemplate/value.ts';

/** A value as the Go program reads it: JSON's null, booleans and strings as they are, all else with its Go type. */
export function tagged(value: Value): unknown {
	if (kindOf(value) === 'nil') return null;
	if (typeof value === 'boolean' || typeof value === 'string') return value;
	return {type: typeOf(value), value: contentOf(value)};
}

function contentOf(value: Value): unknown {
	if (value instanceof Float || value instanceof Uint) return String(value.value);
	if (value instanceof Struct) return taggedEntries(value.fields);
	if (value instanceof Slice) return value.items?.map(tagged) ?? null;
	if (value instanceof TypedMap) return value.entries === null ? null : taggedEntries(value.entries);
	if (Array.isArray(value)) return value.map(tagged);
	return typeof value === 'object' ? taggedEntries(value as Readonly<Record<string, Value>>) : String(value);
}

function taggedEntries(entries: Readonly<Record<string, Value>>): Readonly<Record<string, unknown>> {
	return Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, tagged(value)]));
}
