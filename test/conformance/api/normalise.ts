import {isRecord} from '../../../source/objects/object.ts';

const uid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;
const clusterIp = /\b10\.\d+\.\d+\.\d+\b/g;
const day = 86_400_000;

/**
 * Puts stable words in the place of what differs between two runs: uids, resourceVersions, present times, generated names,
 * cluster IPs, ages, and the case's namespace. The same value gets the same word, so that what must be equal still is seen to
 * be, and what must differ to differ. One instance a case.
 */
export class Normaliser {
	readonly #words = new Map<string, string>();
	/** What is replaced wherever it occurs in a text. */
	readonly #names = new Map<string, string>();
	readonly #counts = new Map<string, number>();
	readonly #showsManagedFields: boolean;
	#ageColumns: ReadonlySet<number> = new Set();

	constructor(namespace: string, showsManagedFields: boolean) {
		this.#names.set(namespace, 'NAMESPACE');
		this.#showsManagedFields = showsManagedFields;
	}

	value(value: unknown): unknown {
		if (typeof value === 'string') return this.text(value);
		if (Array.isArray(value)) return value.map(item => this.value(item));
		if (!isRecord(value)) return value;
		if (value['kind'] === 'Table') return this.#table(value);
		const entries = Object.entries(value).toSorted(byKey);
		return Object.fromEntries(entries.map(([key, field]) => [this.text(key), this.#field(key, field)]));
	}

	#field(key: string, field: unknown): unknown {
		if (key === 'metadata' && isRecord(field)) return this.#metadata(field);
		// in the order of a Go map, which is none
		if (key === 'causes' && Array.isArray(field)) return this.value(sortedBy(field, ['field', 'reason', 'message']));
		return this.value(field);
	}

	text(text: string): string {
		let result = text.replaceAll(uid, found => this.#word('uid', found));
		result = result.replaceAll(time, (found, fraction?: string) => presentTime(found, fraction));
		result = result.replaceAll(clusterIp, found => this.#word('ip', found));
		result = result.replaceAll(/(too old resource version: )\d+ \(\d+\)/g, '$1OLD (PRESENT)');
		result = result.replaceAll(/"\{(?:[^"\\]|\\.)*\}"/g, '"OBJECT"');
		result = result.replaceAll(/(ResourceVersion in [a-z ]+: )\d+/gi, '$1VERSION');
		result = result.replaceAll(/(ResourceVersion in (?:the precondition|record)) \(\d+\)/g, '$1 (VERSION)');
		for (const [found, word] of this.#names) result = result.replaceAll(found, word);
		return result;
	}

	#metadata(metadata: Readonly<Record<string, unknown>>): unknown {
		const {resourceVersion, managedFields, generateName, name, ...others} = metadata;
		if (typeof generateName === 'string' && typeof name === 'string' && name.startsWith(generateName)) {
			this.#names.set(name, `${generateName}SUFFIX`);
		}

		const isItem = typeof name === 'string';
		const kept = {
			...others,
			...(generateName === undefined ? {} : {generateName}),
			...(name === undefined ? {} : {name}),
			...(this.#showsManagedFields && Array.isArray(managedFields)
				? {managedFields: sortedBy(managedFields, ['operation', 'manager', 'subresource'])}
				: {}),
		};
		const normalised = this.value(kept) as Readonly<Record<string, unknown>>;
		return {
			...normalised,
			// custom resources have an empty one on the last page
			...(others['continue'] ? {continue: 'CONTINUE'} : {}),
			...(typeof resourceVersion === 'string'
				? {resourceVersion: isItem ? this.#word('version', resourceVersion) : 'VERSION'}
				: {}),
		};
	}

	#word(kind: string, found: string): string {
		const known = this.#words.get(found);
		if (known !== undefined) return known;
		const count = (this.#counts.get(kind) ?? 0) + 1;
		this.#counts.set(kind, count);
		this.#words.set(found, `${kind}-${count}`);
		return `${kind}-${count}`;
	}

	/** Columns' descriptions are documentation, which kubectl does not show. Later tables of a watch name no columns. */
	#table(table: Readonly<Record<string, unknown>>): unknown {
		const {columnDefinitions, rows, ...others} = table;
		const columns = columnDefinitions as readonly Column[] | null;
		if (columns !== null) this.#ageColumns = ageColumnsOf(columns);
		return {
			...(this.value({...others, kind: ''}) as object),
			kind: 'Table',
			columnDefinitions: columns?.map(column => without(column, 'description')) ?? null,
			rows: (rows as readonly Row[]).map(row => ({
				...(this.value(row) as object),
				cells: row.cells.map((cell, index) => (this.#ageColumns.has(index) ? withoutAge(cell) : this.value(cell))),
			})),
		};
	}
}

interface Column {
	readonly name: string;
	readonly description?: string;
}

interface Row {
	readonly cells: readonly unknown[];
}

/** Events have two ages of their own. */
function ageColumnsOf(columns: readonly Column[]): ReadonlySet<number> {
	return new Set(
		columns.flatMap(({name}, index) => (['Age', 'Last Seen', 'First Seen'].includes(name) ? [index] : [])),
	);
}

/** `<unknown>` and nothing at all stay what they are. */
function withoutAge(cell: unknown): unknown {
	return typeof cell === 'string' && /^\d/.test(cell) ? 'AGE' : cell;
}

/** Only what the server's clock wrote; a time that a case wrote stays. */
function presentTime(found: string, fraction: string | undefined): string {
	if (Math.abs(Date.parse(found) - Date.now()) > day) return found;
	return fraction === undefined ? 'TIME' : 'MICROTIME';
}

/** The order of managedFields depends on whether two writes fell into one second. */
function sortedBy(list: readonly unknown[], keys: readonly string[]): readonly unknown[] {
	const keyOf = (item: unknown) => (isRecord(item) ? keys.map(key => item[key]).join(' ') : '');
	return list.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** A record without one of its keys. */
export function without<Fields extends object>(record: Fields, key: keyof Fields & string): object {
	return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
	return a < b ? -1 : 1;
}
