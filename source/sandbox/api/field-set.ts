import {isRecord} from '../../objects/object.ts';
import {itemShape, shapeOf, type Shape} from './shape.ts';

/**
 * Fields of an object, each a path of FieldsV1 elements (`f:name`, `k:{…}`, `v:…`) joined by NUL, as no key contains that
 * ("Kubernetes API", FieldsV1).
 */
export type FieldSet = ReadonlySet<string>;

/** Every field of an object with its value; a map or a list that merges, in place of a value, is `branch`. */
export type Fields = ReadonlyMap<string, unknown>;

/** Stands for the value of a map or list whose own fields are listed apart. */
export const branch = Symbol('branch');

const separator = '\0';

/** The path of a field below another; `''` is the object itself. */
export function below(path: string, element: string): string {
	return path === '' ? element : path + separator + element;
}

/** The path of the field that a field is in. */
export function parentOf(path: string): string {
	const end = path.lastIndexOf(separator);
	return end < 0 ? '' : path.slice(0, end);
}

/** Whether a field is another one, or somewhere in it. */
export function isWithin(path: string, outer: string): boolean {
	return path === outer || path.startsWith(outer + separator);
}

/** All fields of an object, branches included; null is no value. */
export function fieldsOf(object: unknown, shape: Shape): Fields {
	const fields = new Map<string, unknown>();
	collect(object, shape, '', fields);
	return fields;
}

function collect(value: unknown, shape: Shape, path: string, fields: Map<string, unknown>): void {
	if (value === undefined || value === null) return;
	if (isRecord(value) && !shape.isAtomic) {
		if (path !== '') fields.set(path, branch);
		for (const [key, entry] of Object.entries(value))
			collect(entry, shapeOf(shape, key), below(path, `f:${key}`), fields);
	} else if (Array.isArray(value) && (shape.keys || shape.isSet)) {
		fields.set(path, branch);
		for (const entry of value as unknown[]) {
			const place = below(path, elementOf(entry, shape));
			if (shape.keys) collect(entry, itemShape(shape), place, fields);
			else fields.set(place, entry);
		}
	} else fields.set(path, value);
}

/** The element that stands for an item of a list that merges. */
export function elementOf(item: unknown, {keys, keyDefaults = {}}: Shape): string {
	if (!keys) return `v:${JSON.stringify(item)}`;
	const fields = isRecord(item) ? item : {};
	const pairs = keys.toSorted().map(key => [key, fields[key] ?? keyDefaults[key]] as const);
	return `k:${JSON.stringify(Object.fromEntries(pairs.filter(([, value]) => value !== undefined)))}`;
}

/** The fields that whoever applies an object owns: its values and the items of its lists, and maps only where they are empty. */
export function appliedFields(fields: Fields): FieldSet {
	const full = new Set([...fields.keys()].map(parentOf));
	const isOwned = (path: string, value: unknown): boolean =>
		value !== branch || !full.has(path) || /(^|\0)[kv]:[^\0]*$/.test(path);
	return new Set([...fields].filter(([path, value]) => isOwned(path, value)).map(([path]) => path));
}

/** A set as `managedFields` writes it. Many objects have the same few sets, which therefore exist once. */
export function writeFieldsV1(set: FieldSet): Readonly<Record<string, unknown>> {
	const ordered = [...set].toSorted();
	const key = ordered.join('\n');
	const known = written.get(key);
	if (known !== undefined) return known;
	const tree = treeOf(ordered);
	if (written.size === mostWritten) written.clear();
	written.set(key, tree);
	return tree;
}

const written = new Map<string, Tree>();
const mostWritten = 500;

function treeOf(paths: readonly string[]): Tree {
	const root: Tree = {};
	for (const path of paths) {
		let node = root;
		for (const element of path.split(separator)) node = node[element] ??= {};
		node['.'] = {};
	}

	return trimmed(root);
}

/** The set that `managedFields` describes. */
export function readFieldsV1(tree: unknown): FieldSet {
	const set = new Set<string>();
	read(tree, '', set);
	return set;
}

interface Tree {
	[element: string]: Tree;
}

/** A field without fields of its own is written `{}`. */
function trimmed(node: Tree): Tree {
	const entries = Object.entries(node);
	if (entries.length === 1 && entries[0]?.[0] === '.') return {};
	return Object.fromEntries(entries.map(([element, child]) => [element, element === '.' ? {} : trimmed(child)]));
}

function read(node: unknown, path: string, set: Set<string>): void {
	if (!isRecord(node)) return;
	const elements = Object.entries(node);
	if (path !== '' && (elements.length === 0 || '.' in node)) set.add(path);
	for (const [element, child] of elements) if (element !== '.') read(child, below(path, element), set);
}

/** A path as messages have it: `.spec.ports[port=80,protocol="TCP"].name`. */
export function pathText(path: string): string {
	return path
		.split(separator)
		.map(element => {
			const text = element.slice(2);
			if (element.startsWith('f:')) return `.${text}`;
			if (element.startsWith('v:')) return `[=${text}]`;
			const keys = Object.entries(JSON.parse(text) as Record<string, unknown>);
			return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
		})
		.join('');
}
