/**
 * The text of a JSON object without its members of a name. The others stay as they were written: numbers are not read, so that none
 * of their digits gets lost. The text must be that of a valid object.
 */
export function withoutMember(text: string, name: string): string {
	return `{${othersOf(text, name).join(',')}}`;
}

/** The value of the last member of a name, as it was written; the text as for `withoutMember`. Undefined where there is none. */
export function memberText(text: string, name: string): string | undefined {
	const found = membersOf(text).findLast(member => member.name === name);
	return found && text.slice(found.valueStart, found.end);
}

/** The text of a JSON object, as for `withoutMember`, that has a member with this value, which is JSON. */
export function withMember(text: string, name: string, value: string): string {
	return `{${[`${JSON.stringify(name)}:${value}`, ...othersOf(text, name)].join(',')}}`;
}

/** The members of an object that have other names, each from its name to the end of its value. */
function othersOf(text: string, name: string): readonly string[] {
	return membersOf(text).flatMap(member => (member.name === name ? [] : [text.slice(member.start, member.end)]));
}

/** Where a member of an object stands. */
interface Member {
	readonly name: string;
	readonly start: number;
	readonly valueStart: number;
	readonly end: number;
}

function membersOf(text: string): readonly Member[] {
	const members: Member[] = [];
	let index = skipBlanks(text, text.indexOf('{') + 1);
	while (text[index] === '"') {
		const nameEnd = endOfString(text, index);
		const valueStart = skipBlanks(text, skipBlanks(text, nameEnd) + 1);
		const end = endOfValue(text, valueStart);
		members.push({name: JSON.parse(text.slice(index, nameEnd)) as string, start: index, valueStart, end});
		index = skipBlanks(text, end);
		if (text[index] === ',') index = skipBlanks(text, index + 1);
	}

	return members;
}

function endOfValue(text: string, start: number): number {
	let depth = 0;
	let index = start;
	while (index < text.length) {
		const sign = text[index] ?? '';
		if (depth === 0 && index > start && /[,}\s]/.test(sign)) return index;
		index = sign === '"' ? endOfString(text, index) : index + 1;
		if (sign === '{' || sign === '[') depth++;
		else if ((sign === '}' || sign === ']') && --depth === 0) return index;
	}

	return index;
}

function endOfString(text: string, start: number): number {
	let index = start + 1;
	while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
	return index + 1;
}

function skipBlanks(text: string, start: number): number {
	let index = start;
	while (/\s/.test(text[index] ?? '')) index++;
	return index;
}
