import {parsePattern} from './parse.ts';
import {PatternBoundError, PatternError} from './pattern-error.ts';
import {programSize} from './program-size.ts';
import {programOf, type Instruction} from './program.ts';
import {remembered} from './remembered.ts';
import {BudgetError, search, type Match} from './run.ts';

/** A pattern in RE2's syntax, ready to be run. */
interface Pattern {
	readonly program: readonly Instruction[];
	/** How many groups it captures. */
	readonly groups: number;
}

/** Some 20 ms; a pattern of 50 instructions reads a text of 10,000 characters in them. */
const mostSteps = 500_000;
/** Bytes of a pattern that is run. */
const longest = 8192;
/** Characters and instructions of patterns that are kept, some hundred bytes each at most; most patterns have a few dozen. */
const mostKept = 500_000;

/**
 * The pattern that a text stands for; undefined for one that RE2 refuses, or that is larger than what is allowed here. Patterns and
 * texts are compared by the bytes of their UTF-8, each for itself, as Envoy does: `.` is no `ä`, but `..` is.
 */
export const patternOf: (text: string) => Pattern | undefined = remembered(compile, {
	most: mostKept,
	sizeOf: (text, pattern) => text.length + (pattern?.program.length ?? 0),
});

function compile(text: string): Pattern | undefined {
	try {
		const {node, groups} = parsePattern(text, longest);
		return {program: programOf(node), groups};
	} catch (error) {
		if (error instanceof PatternError) return undefined;
		throw error;
	}
}

/** Istio's Envoy refuses more instructions (its bootstrap, `re2.max_program_size.error_level`). */
const largestProgram = 32_768;

/** Why Envoy refuses a pattern, in words; undefined when it does not, or when the pattern is too large to tell. */
export const patternFault: (text: string) => string | undefined = remembered(faultOf, {
	most: mostKept,
	sizeOf: (text, fault = '') => text.length + fault.length,
});

function faultOf(text: string): string | undefined {
	try {
		const size = programSize(parsePattern(text, 2 * largestProgram).node);
		return size > largestProgram ? `it is larger than the ${largestProgram} instructions that Envoy allows` : undefined;
	} catch (error) {
		if (error instanceof PatternBoundError) return undefined;
		if (error instanceof PatternError) return error.message;
		throw error;
	}
}

/** Whether a pattern matches a text whole (RE2's FullMatch, by which Envoy matches); undefined when that takes too long to tell. */
export function matchesWhole({program}: Pattern, text: string): boolean | undefined {
	try {
		return search(program, bytesIn(text), {isWhole: true, budget: {left: mostSteps}}) !== undefined;
	} catch (error) {
		if (error instanceof BudgetError) return undefined;
		throw error;
	}
}

/**
 * Puts a substitution, with `\1` to `\9` for groups, `\0` for all and `\\` for a backslash, in place of every match (RE2's
 * GlobalReplace, by which Envoy rewrites). What would take too long to find is left as it is, and so is everything where the
 * substitution names a group that the pattern has not.
 */
export function replaceAll({program, groups}: Pattern, text: string, substitution: string): string {
	const parts = partsOf(substitution);
	if (parts.some(part => typeof part === 'number' && part > groups)) return text;
	const characters = bytesIn(text);
	const budget = {left: mostSteps};
	let result = '';
	let position = 0;
	let lastEnd: number | undefined;
	try {
		while (position <= characters.length) {
			const match = search(program, characters, {from: position, budget});
			if (!match) break;
			const [start = 0, end = 0] = match;
			result += textOf(characters, position, start);
			if (start === end && start === lastEnd) {
				// no empty match right after another one
				result += textOf(characters, start, start + 1);
				position = start + 1;
				continue;
			}

			result += parts.map(part => (typeof part === 'number' ? groupOf(match, part, characters) : part)).join('');
			position = end;
			lastEnd = end;
			if (start === end && position === characters.length) break;
		}
	} catch (error) {
		if (!(error instanceof BudgetError)) throw error;
	}

	return result + textOf(characters, position, characters.length);
}

/** A substitution as its texts and the numbers of groups; it ends before a backslash that stands for neither. */
function partsOf(substitution: string): readonly (string | number)[] {
	const parts: (string | number)[] = [];
	for (const [, text, digit] of substitution.matchAll(/([^\\]+)|\\([0-9\\])|\\/g)) {
		if (text === undefined && digit === undefined) break;
		parts.push(text ?? (digit === '\\' ? '\\' : Number(digit)));
	}

	return parts;
}

function groupOf(match: Match, group: number, characters: Uint8Array): string {
	const start = match[2 * group];
	const end = match[2 * group + 1];
	return start === undefined || end === undefined ? '' : textOf(characters, start, end);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function bytesIn(text: string): Uint8Array {
	return encoder.encode(text);
}

function textOf(bytes: Uint8Array, from: number, to: number): string {
	return decoder.decode(bytes.subarray(from, to));
}
