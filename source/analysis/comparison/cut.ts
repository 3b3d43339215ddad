/** A text of at most so many characters, and an ellipsis for the rest: answers may be as long as a model likes. */
export function cut(text: string, longest: number): string {
	return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
