import {nearest} from '../objects/nearest.ts';
import {type Flag, flagName, type FlagTable} from './flag.ts';

type Token =
	| {readonly type: 'word'; readonly word: string}
	| {readonly type: 'flag'; readonly name: string; readonly flag: Flag; readonly value: string}
	| {readonly type: 'fault'; readonly message: string; readonly needsValue?: Flag};

/**
 * Cuts a command line into words and flags, by the rules of kubectl's parser (github.com/spf13/pflag): a flag that needs a
 * value takes the next word whatever it looks like, a boolean takes one only after `=`, short booleans can be combined, and
 * `--` ends the flags. What is wrong becomes a fault in its place, so that the completion can look past it.
 */
export function* scan(argv: readonly string[], table: FlagTable): Generator<Token> {
	const byName = new Map(Object.entries(table).map(([key, flag]) => [flagName(key), flag]));
	const rest = argv.values();
	for (const word of rest) {
		if (word === '--') {
			for (const last of rest) yield {type: 'word', word: last};
		} else if (word.startsWith('--')) {
			yield longFlag(word, byName, rest);
		} else if (word.startsWith('-') && word !== '-' && !isNumber(word)) {
			yield* shortFlags(word, byName, rest);
		} else {
			yield {type: 'word', word};
		}
	}
}

/** No flag is called by a digit, so that `-1` is a number, which the verb may refuse in its own words. */
function isNumber(word: string): boolean {
	return /^-[\d.]+$/.test(word);
}

function longFlag(word: string, byName: ReadonlyMap<string, Flag>, rest: Iterator<string, undefined>): Token {
	const [, name = '', value] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
	const flag = byName.get(name);
	if (flag === undefined) return {type: 'fault', message: unknownFlag(name, [...byName.keys()])};
	const given = value ?? bareValue(flag) ?? rest.next().value;
	if (given === undefined) {
		return {type: 'fault', message: `flag needs an argument: --${name}`, needsValue: flag};
	}

	return {type: 'flag', name, flag, value: given};
}

function* shortFlags(
	word: string,
	byName: ReadonlyMap<string, Flag>,
	rest: Iterator<string, undefined>,
): Generator<Token> {
	let letters = word.slice(1);
	while (letters !== '') {
		const letter = String.fromCodePoint(letters.codePointAt(0) ?? 0);
		letters = letters.slice(letter.length);
		const found = [...byName].find(([, flag]) => flag.short === letter);
		if (found === undefined) {
			yield {type: 'fault', message: `unknown shorthand flag: '${letter}' in ${word}`};
			return;
		}

		const [name, flag] = found;
		const bare = bareValue(flag);
		if (letters.startsWith('=')) {
			yield {type: 'flag', name, flag, value: letters.slice(1)};
			return;
		}

		if (bare !== undefined) {
			yield {type: 'flag', name, flag, value: bare};
			continue;
		}

		const value = letters === '' ? rest.next().value : letters;
		yield value === undefined
			? {type: 'fault', message: `flag needs an argument: '${letter}' in ${word}`, needsValue: flag}
			: {type: 'flag', name, flag, value};
		return;
	}
}

/** What a flag means without a value; undefined when it needs one. */
function bareValue(flag: Flag): string | undefined {
	if (flag.type === 'boolean') return 'true';
	return flag.type === 'string' ? flag.bare : undefined;
}

function unknownFlag(name: string, names: readonly string[]): string {
	const meant = nearest(name, names);
	return `unknown flag: --${name}${meant === undefined ? '' : `, did you mean --${meant}?`}`;
}
