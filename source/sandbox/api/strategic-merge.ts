import {isDeepStrictEqual} from 'node:util';
import {isRecord} from '../../objects/object.ts';
import {itemShape, shapeOf, type Shape} from './shape.ts';

type Fields = Readonly<Record<string, unknown>>;

const order = '$setElementOrder/';
const deletion = '$deleteFromPrimitiveList/';

/**
 * Applies a strategic merge patch ("Update API Objects in Place Using kubectl patch"; apimachinery, `strategicpatch`): lists
 * whose items have a key merge item by item, sets are united, and the `$` directives that kubectl's apply and edit send are
 * followed.
 */
export function strategicMerged(value: unknown, patch: unknown, shape: Shape): unknown {
	if (!isRecord(patch)) return patch;
	if (patch['$patch'] === 'replace') return without(patch, ['$patch']);
	const merged = new Map(Object.entries(retained(isRecord(value) ? value : {}, patch['$retainKeys'])));
	for (const [key, entry] of Object.entries(patch)) {
		if (key.startsWith(deletion)) {
			const field = key.slice(deletion.length);
			merged.set(field, minus(listOf(merged.get(field)), listOf(entry)));
		}
	}

	for (const [key, entry] of Object.entries(patch)) {
		if (key.startsWith('$')) continue;
		if (entry === null || (isRecord(entry) && entry['$patch'] === 'delete')) merged.delete(key);
		else merged.set(key, mergedField(merged.get(key), entry, shapeOf(shape, key), patch[order + key]));
	}

	for (const [key, entry] of Object.entries(patch)) {
		const field = key.slice(order.length);
		if (!key.startsWith(order) || field in patch) continue;
		const fieldShape = shapeOf(shape, field);
		const items = listOf(merged.get(field));
		if (items.length > 0) merged.set(field, arranged(items, items, listOf(entry), sameItem(fieldShape)));
	}

	return Object.fromEntries(merged);
}

function mergedField(value: unknown, patch: unknown, shape: Shape, wanted: unknown): unknown {
	if (!Array.isArray(patch)) return isRecord(patch) ? strategicMerged(value, patch, shape) : patch;
	const items = patch as readonly unknown[];
	if (shape.isSet) {
		const live = listOf(value);
		const order = wanted === undefined ? items : listOf(wanted);
		return arranged([...live, ...minus(items, live)], live, order, isDeepStrictEqual);
	}

	if (!shape.keys) return items;
	return mergedItems(listOf(value), items, shape, wanted);
}

function mergedItems(live: readonly unknown[], patch: readonly unknown[], shape: Shape, wanted: unknown): unknown {
	const isSame = sameItem(shape);
	if (patch.some(item => isRecord(item) && item['$patch'] === 'replace')) {
		return patch.filter(item => !(isRecord(item) && item['$patch'] === 'replace'));
	}

	const deleted = patch.filter(item => isRecord(item) && item['$patch'] === 'delete');
	const kept = live.filter(item => !deleted.some(other => isSame(item, other)));
	const changes = patch.filter(item => !deleted.includes(item));
	const inItem = itemShape(shape);
	const changed = changes.map(change => strategicMerged(kept.find(item => isSame(item, change)) ?? {}, change, inItem));
	const untouched = kept.filter(item => !changes.some(change => isSame(item, change)));
	return arranged([...changed, ...untouched], live, wanted === undefined ? changed : listOf(wanted), isSame);
}

/** Items in the order that the patch wants, and between them, where the server had them, those that it does not speak of. */
function arranged(
	all: readonly unknown[],
	server: readonly unknown[],
	wanted: readonly unknown[],
	isSame: (a: unknown, b: unknown) => boolean,
): readonly unknown[] {
	const rank = (item: unknown): number => wanted.findIndex(other => isSame(item, other));
	const right = all.filter(item => rank(item) >= 0).toSorted((a, b) => rank(a) - rank(b));
	const left = all.filter(item => rank(item) < 0);
	const place = (item: unknown): number => server.findIndex(other => isSame(item, other));
	const result: unknown[] = [];
	while (left.length > 0 || right.length > 0) {
		const [a] = left;
		const [b] = right;
		const isLeftFirst = place(a) >= 0 && place(b) >= 0 && place(a) < place(b);
		result.push(right.length === 0 || (left.length > 0 && isLeftFirst) ? left.shift() : right.shift());
	}

	return result;
}

/** The first key of a list is its merge key. */
function sameItem({keys}: Shape): (a: unknown, b: unknown) => boolean {
	const key = keys?.[0];
	if (key === undefined) return isDeepStrictEqual;
	return (a, b) => isRecord(a) && isRecord(b) && a[key] === b[key];
}

function retained(value: Fields, keys: unknown): Fields {
	if (!Array.isArray(keys)) return value;
	return Object.fromEntries(Object.entries(value).filter(([key]) => keys.includes(key)));
}

function without(value: Fields, keys: readonly string[]): Fields {
	return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

function minus(list: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
	return list.filter(item => !other.some(entry => isDeepStrictEqual(item, entry)));
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
