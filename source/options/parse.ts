import meow from 'meow';
import {parseDuration} from '../objects/duration.ts';
import {UsageError} from '../objects/usage-error.ts';
import type {Flag, FlagTable} from './flag.ts';
import {globalFlags} from './global-flags.ts';
import {normalise} from './normalise.ts';
import type {GlobalFlagValues} from './options.ts';
import {scan} from './scan.ts';
import {unknownVerb} from './unknown-verb.ts';
import {isVerb, type Argument, type Verb, type VerbTable} from './verb.ts';

/** A command line that is understood. */
export interface CommandLine<Name extends string = string> {
	readonly verb: Name | 'help';
	readonly flags: Readonly<Record<string, unknown>> & GlobalFlagValues;
	readonly arguments: readonly string[];
}

/** The flags of all verbs; a flag takes a value either in all verbs or in none, so the verb can be found before its flags. */
export function everyFlag(verbs: VerbTable): FlagTable {
	return Object.assign({}, ...Object.values(verbs).map(verb => verb.flags), globalFlags);
}

/** The first word that is neither a flag nor a flag's value, known as a verb or not. Never throws. */
export function firstWord(verbs: VerbTable, argv: readonly string[]): string | undefined {
	for (const token of scan(argv, everyFlag(verbs))) if (token.type === 'word') return token.word;
	return undefined;
}

/** Understands a command line of these verbs. Without a verb, or with `--help`, it is one for `help`. Throws UsageError. */
export function parse<Name extends string>(verbs: VerbTable<Name>, argv: readonly string[]): CommandLine<Name> {
	const name = firstWord(verbs, argv);
	if (name !== undefined && !isVerb(verbs, name)) throw unknownVerb(verbs, name);
	const verb: Verb = verbs[name ?? 'help'];
	if (name !== undefined && verb.takesRawWords === true) {
		const [, ...words] = argv;
		return {verb: name, flags: readable(verbs, words), arguments: words};
	}

	const table = {...verb.flags, ...globalFlags};
	const {flags, words} = read(normalise(argv, table), table);
	if (name === undefined) return {verb: 'help', flags, arguments: []};
	if (flags.help) return {verb: 'help', flags, arguments: [name]};
	const given = words.slice(1);
	checkArguments(given, verb.arguments);
	return {verb: name, flags, arguments: given};
}

/** The global flags of an unfinished command line that can be read already. */
function readable(verbs: VerbTable, words: readonly string[]): CommandLine['flags'] {
	const whole: string[] = [];
	for (const token of scan(words, everyFlag(verbs))) {
		if (token.type !== 'flag') continue;
		const flag = `--${token.name}=${token.value}`;
		try {
			normalise([flag], globalFlags);
			whole.push(flag);
		} catch (error) {
			if (!(error instanceof UsageError)) throw error;
		}
	}

	return read(normalise(whole, globalFlags), globalFlags).flags;
}

/** Reads a normalised command line. */
function read(argv: readonly string[], table: FlagTable) {
	const {flags, input} = meow({
		importMeta: import.meta,
		pkg: {name: 'kubectl-iter8'},
		argv,
		allowUnknownFlags: false,
		autoHelp: false,
		autoVersion: false,
		booleanDefault: undefined,
		flags: Object.fromEntries(
			Object.entries(table).map(([key, flag]) => [
				key,
				{type: flag.type === 'boolean' ? 'boolean' : 'string', isMultiple: flag.type === 'list'} as const,
			]),
		),
	});
	const values = Object.entries(table).map(([key, flag]) => [
		key,
		flagValue(flag, flags[key] as Parameters<typeof flagValue>[1]),
	]);
	return {flags: Object.fromEntries(values) as CommandLine['flags'], words: input};
}

function flagValue(flag: Flag, given: string | boolean | readonly string[] | undefined): unknown {
	if (flag.type === 'list') return given;
	const value = given ?? flag.default;
	if (flag.type === 'boolean') return value ?? false;
	if (value === undefined) return undefined;
	if (flag.type === 'integer') return Number(value);
	return flag.type === 'duration' ? parseDuration(String(value)) : value;
}

function checkArguments(given: readonly string[], expected: readonly Argument[]): void {
	const missing = expected[given.length];
	if (missing !== undefined && missing.isOptional !== true) throw new UsageError(`${missing.name} is missing`);
	if (expected.at(-1)?.isRepeated === true) return;
	const surplus = given[expected.length];
	if (surplus !== undefined) throw new UsageError(`unexpected argument ${JSON.stringify(surplus)}`);
}
