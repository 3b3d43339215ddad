/** A text of at most so many characters, and an ellipsis for the rest: answers may be as long as a model likes. */
export function cut(text: string, longest: number): string {
	return text.length > longest ? `${beginningOf(text, longest)}…` : text;
}

/** The first characters of a text, as a text of its own: one that is sliced off keeps all of it in memory. */
export function beginningOf(text: string, length: number): string {
	return text.length <= length ? text : (JSON.parse(JSON.stringify(text.slice(0, length))) as string);
}
