import {isRecord} from '../../objects/object.ts';

/**
 * JSON with sorted keys, so that equal values are equal text whatever order an API server gave their keys.
 * @param dropped A key that is left out wherever it occurs.
 */
export function canonicalJson(value: unknown, dropped?: string): string {
	return JSON.stringify(value, (_, part: unknown) => (isRecord(part) ? sorted(part, dropped) : part));
}

function sorted(
	record: Readonly<Record<string, unknown>>,
	dropped: string | undefined,
): Readonly<Record<string, unknown>> {
	const entries = Object.entries(record).filter(([key]) => key !== dropped);
	return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
