import type {FlagTable} from './flag.ts';

export interface Argument {
	/** As in the usage line, e.g. APP. */
	readonly name: string;
	readonly isOptional?: boolean;
	/** Can be given several times; only the last argument can. */
	readonly isRepeated?: boolean;
	/** What the shell completes here. */
	readonly completes?: 'app' | 'verb';
}

interface Example {
	readonly comment: string;
	readonly command: string;
}

/** A verb as the parser, the help and the completion know it, without its code. */
export interface Verb<Flags extends FlagTable = FlagTable> {
	/** One line for the list of verbs; begins upper-case, ends without a full stop. */
	readonly summary: string;
	/** Sentences for the verb's own help. */
	readonly description: string;
	readonly arguments: readonly Argument[];
	readonly flags: Flags;
	readonly examples: readonly Example[];
	/** Not in the list of verbs: another name of one of them, or begins with `__` and is called by programs. */
	readonly isHidden?: boolean;
	/** Changes objects of the cluster: what it has begun it finishes, also when nobody reads on what it prints. */
	readonly changes?: boolean;
	/** All words after the verb are arguments, also those that look like flags. */
	readonly takesRawWords?: boolean;
}

/** Verbs by name, in the order in which the help lists them. `help` is what an empty command line means. */
export type VerbTable<Name extends string = string> = Readonly<Record<Name | 'help', Verb>>;

export function isVerb<Name extends string>(verbs: VerbTable<Name>, word: string): word is Name {
	return Object.hasOwn(verbs, word);
}

/** The names that a person calls verbs by, those in the list first. */
export function calledVerbs(verbs: VerbTable): readonly string[] {
	const listed = listedVerbs(verbs).map(([name]) => name);
	const names = Object.keys(verbs).filter(name => !name.startsWith('__'));
	return [...new Set([...listed, ...names])];
}

/** The verbs in the list. */
export function listedVerbs(verbs: VerbTable): readonly (readonly [string, Verb])[] {
	return Object.entries<Verb>(verbs).filter(([, verb]) => verb.isHidden !== true);
}
