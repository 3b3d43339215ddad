import {patternOf} from '../../mesh/re2/pattern.ts';
import {nearest} from '../../objects/nearest.ts';
import {isRecord} from '../../objects/object.ts';

const kinds = ['exact', 'prefix', 'regex'] as const;

/** A value of a request as a clause compares it (Istio StringMatch). */
export interface ValueMatch {
	readonly kind: (typeof kinds)[number] | 'present';
	readonly value: string;
}

/** A comparison that is well formed. `{}` and the pattern `*` ask for no more than presence. */
export function valueMatch(match: unknown): ValueMatch | undefined {
	if (!isRecord(match)) return undefined;
	for (const kind of kinds) {
		const value = match[kind];
		if (typeof value === 'string')
			return kind === 'regex' && value === '*' ? {kind: 'present', value: ''} : {kind, value};
	}

	return {kind: 'present', value: ''};
}

/** Why a comparison is malformed, as the end of a sentence that begins with its name; empty when it is not. */
export function valueFaults(
	match: unknown,
	options: {readonly mayBePresent?: boolean; readonly mayBeEmpty?: boolean},
): readonly string[] {
	if (!isRecord(match)) return [`is not a comparison: write exact, prefix or regex and a text`];
	const keys = Object.keys(match);
	const unknown = keys.filter(key => !kinds.some(kind => kind === key));
	if (unknown.length > 0) return unknown.map(key => unknownKey(key, kinds));
	if (keys.length > 1) return [`has ${keys.join(' and ')}; a comparison has one of them`];
	const [key] = keys;
	if (key === undefined)
		return options.mayBePresent ? [] : ['compares nothing: write exact, prefix or regex and a text'];
	const value = match[key];
	if (typeof value !== 'string') return [`has ${key}: ${JSON.stringify(value)}, which is no text: put it in quotes`];
	if (value === '' && !(key === 'exact' && options.mayBeEmpty)) return [`has an empty ${key}, which never holds`];
	if (hasControl(value)) return [`has a control character in ${key}, which no request has there`];
	const isPattern = key === 'regex' && !(value === '*' && options.mayBePresent);
	return isPattern && patternOf(value) === undefined ? [`has the pattern ${value}, which RE2 does not accept`] : [];
}

/** Whether a pattern can match a text that begins with a character. Where that is hard to tell, it can. */
export function canBeginWith(pattern: string, character: string): boolean {
	const program = patternOf(pattern)?.program ?? [];
	const seen = new Set<number>();
	const open = [0];
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		const instruction = program[at];
		if (seen.has(at) || !instruction) continue;
		seen.add(at);
		if (instruction.kind === 'character' && instruction.set[character.codePointAt(0) ?? 0] === 1) return true;
		if (instruction.kind === 'split') open.push(instruction.first, instruction.second);
		if (instruction.kind === 'jump') open.push(instruction.to);
		if (instruction.kind === 'assertion' || instruction.kind === 'save') open.push(at + 1);
	}

	return false;
}

/** `has the unknown key exakt; do you mean exact?`. */
export function unknownKey(key: string, known: readonly string[]): string {
	const near = nearest(key, known);
	return `has the unknown key ${JSON.stringify(key)}${near === undefined ? `; there are ${known.join(', ')}` : `; do you mean ${near}?`}`;
}

function hasControl(text: string): boolean {
	return /\p{Cc}/u.test(text);
}
