import {PatternError} from './nodes.ts';
import {parsePattern} from './parse.ts';
import {programOf, type Instruction} from './program.ts';
import {BudgetError, search, type Match} from './run.ts';

/** A pattern in RE2's syntax, ready to be run. */
interface Pattern {
	readonly program: readonly Instruction[];
	/** How many groups it captures. */
	readonly groups: number;
}

/** Some 20 ms; a pattern of 50 instructions reads a text of 10,000 characters in them. */
const mostSteps = 500_000;
const cache = new Map<string, Pattern | undefined>();
const mostCached = 1000;

/** The pattern that a text stands for; undefined for one that RE2 refuses. */
export function patternOf(text: string): Pattern | undefined {
	if (cache.has(text)) return cache.get(text);
	if (cache.size >= mostCached) cache.clear();
	const pattern = compile(text);
	cache.set(text, pattern);
	return pattern;
}

function compile(text: string): Pattern | undefined {
	try {
		const {node, groups} = parsePattern(text);
		return {program: programOf(node), groups};
	} catch (error) {
		if (error instanceof PatternError) return undefined;
		throw error;
	}
}

/** Whether a pattern matches a text whole (RE2's FullMatch, by which Envoy matches); undefined when that takes too long to tell. */
export function matchesWhole({program}: Pattern, text: string): boolean | undefined {
	try {
		return search(program, codePoints(text), {isWhole: true, budget: {left: mostSteps}}) !== undefined;
	} catch (error) {
		if (error instanceof BudgetError) return undefined;
		throw error;
	}
}

/**
 * Puts a substitution, with `\1` to `\9` for groups, `\0` for all and `\\` for a backslash, in place of every match (RE2's
 * GlobalReplace, by which Envoy rewrites). What would take too long to find is left as it is.
 */
export function replaceAll({program}: Pattern, text: string, substitution: string): string {
	const characters = codePoints(text);
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

			result += substitute(substitution, characters, match);
			position = end;
			lastEnd = end;
			if (start === end && position === characters.length) break;
		}
	} catch (error) {
		if (!(error instanceof BudgetError)) throw error;
	}

	return result + textOf(characters, position, characters.length);
}

function substitute(substitution: string, characters: readonly number[], match: Match): string {
	return substitution.replaceAll(/\\([0-9\\])/g, (_, reference: string) => {
		if (reference === '\\') return '\\';
		const start = match[2 * Number(reference)];
		const end = match[2 * Number(reference) + 1];
		return start === undefined || end === undefined ? '' : textOf(characters, start, end);
	});
}

function codePoints(text: string): readonly number[] {
	return Array.from(text, character => character.codePointAt(0) ?? 0);
}

function textOf(characters: readonly number[], from: number, to: number): string {
	return characters
		.slice(from, to)
		.map(character => String.fromCodePoint(character))
		.join('');
}
