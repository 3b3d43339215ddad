import {beginningOf} from '../objects/cut.ts';

/** A text of so many characters at most, which says how many more there were: `abc … 1,234 more characters`. */
export function cutText(text: string, most: number): string {
	if (text.length <= most) return text;
	const kept = beginningOf(text, most);
	return `${kept} … ${counted(text.length - kept.length)} more characters`;
}

/** A name of so many characters at most, in one line of a table or a plot. */
export function shortened(name: string, most: number): string {
	return name.length <= most ? name : `${beginningOf(name, most - 1)}…`;
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
