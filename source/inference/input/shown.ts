const shownLength = 80;

/** A value of a request or an answer as a message shows it: as JSON, cut where it is long. */
export function shown(value: unknown): string {
	const text = JSON.stringify(value);
	return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}
