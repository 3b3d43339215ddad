/** A text of at most so many characters, and an ellipsis for the rest: answers may be as long as a model likes. */
export function cut(text: string, longest: number): string {
	return text.length > longest ? `${beginningOf(text, longest)}…` : text;
}

/**
 * The same beside another text: where most of what would be left is alike in both, it begins shortly before the first difference, so
 * that what is shown of them differs whenever they do.
 */
export function cutAtDifference(text: string, other: string, longest: number): string {
	if (text.length <= longest || text === other) return cut(text, longest);
	const difference = firstDifference(text, other);
	const before = Math.floor(longest / 4);
	const from = difference < longest - before ? 0 : difference - before;
	return from === 0 ? cut(text, longest) : `…${cut(endingOf(text, from), longest)}`;
}

/** The first characters of a text, of which none is halved, as a text of its own: one that is sliced off keeps all of it in memory. */
export function beginningOf(text: string, length: number): string {
	if (text.length <= length) return text;
	return detached(text.slice(0, isSecondHalf(text, length) ? length - 1 : length));
}

function endingOf(text: string, from: number): string {
	return detached(text.slice(isSecondHalf(text, from) ? from + 1 : from));
}

/** Whether a character of two units goes on at a place. */
function isSecondHalf(text: string, at: number): boolean {
	const [first, second] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
	return first >= 0xd8_00 && first <= 0xdb_ff && second >= 0xdc_00 && second <= 0xdf_ff;
}

function detached(text: string): string {
	return JSON.parse(JSON.stringify(text)) as string;
}

function firstDifference(one: string, other: string): number {
	let at = 0;
	while (at < one.length && one[at] === other[at]) at++;
	return at;
}
