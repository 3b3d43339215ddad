/** A text of so many characters at most, which says how many more there were: `abc … 1,234 more characters`. */
export function cutText(text: string, most: number): string {
	if (text.length <= most) return text;
	const kept = beginning(text, most);
	return `${kept} … ${counted(text.length - kept.length)} more characters`;
}

/** A name of so many characters at most, in one line of a table or a plot. */
export function shortened(name: string, most: number): string {
	return name.length <= most ? name : `${beginning(name, most - 1)}…`;
}

/** A character of two units is not halved. */
function beginning(text: string, most: number): string {
	const last = text.charCodeAt(most - 1);
	return text.slice(0, last >= 0xd8_00 && last <= 0xdb_ff ? most - 1 : most);
}

function ending(text: string, from: number): string {
	const first = text.charCodeAt(from);
	return text.slice(first >= 0xdc_00 && first <= 0xdf_ff ? from + 1 : from);
}

/** So many of a list, and in words what was left out: `20 of 34 are shown`; nothing when it is whole. */
export function cutList<Value>(
	values: readonly Value[],
	most: number,
): {readonly shown: readonly Value[]; readonly cut: string | undefined} {
	if (values.length <= most) return {shown: values, cut: undefined};
	return {shown: values.slice(0, most), cut: `${counted(most)} of ${counted(values.length)} are shown`};
}

/** `1,234` */
export function counted(count: number): string {
	return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Characters before the first one that differs, by which a reader sees where that is. */
const before = 6;

/**
 * Of a text and another one beside it so many characters at most: from the beginning, or where those of both are alike from shortly
 * before the first difference, so that what is shown of them differs whenever they do.
 */
export function cutAtDifference(text: string, other: string, longest: number): string {
	if (text.length <= longest) return text;
	const isSeen = text.slice(0, longest) !== other.slice(0, longest);
	const from = isSeen ? 0 : Math.max(0, firstDifference(text, other) - before);
	const rest = ending(text, from);
	return `${from > 0 ? '…' : ''}${rest.length > longest ? `${beginning(rest, longest)}…` : rest}`;
}

function firstDifference(one: string, other: string): number {
	let at = 0;
	while (at < one.length && one[at] === other[at]) at++;
	return at;
}
