import {isRecord} from '../../objects/object.ts';

/** JSON with sorted keys, so that equal values are equal text whatever order an API server gave their keys. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_, part: unknown) => (isRecord(part) ? sorted(part) : part));
}

function sorted(record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
