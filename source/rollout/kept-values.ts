import {numberAt, stringAt} from '../objects/object.ts';

// What is kept in ConfigMaps may have been written by anybody who may write those: what is read of it is bounded.

/** More were never sent. */
const largestCount = 1_000_000_000;
/** No name is longer. */
export const longestText = 253;

/** A count that something may have come to; undefined for what is none. */
export function countOf(value: unknown): number | undefined {
	const count = numberAt({value}, 'value');
	return count !== undefined && Number.isSafeInteger(count) && count >= 0 && count <= largestCount ? count : undefined;
}

/** A text no longer than a name; undefined for what is none. */
export function shortTextAt(value: unknown, key: string): string | undefined {
	const text = stringAt(value, key);
	return text !== undefined && text.length <= longestText ? text : undefined;
}
