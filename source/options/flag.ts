/**
 * What a flag is called on the command line, what it takes, and what a command reads from it. Tables of flags are keyed in camel
 * case.
 */
export type Flag = BooleanFlag | StringFlag | ListFlag | IntegerFlag | DurationFlag;

interface FlagText {
	/** One letter, used with one dash. */
	readonly short?: string;
	/** Sentence for the help; begins upper-case, ends without a full stop. */
	readonly help: string;
	/** What the value stands for in the help, e.g. FILE. */
	readonly placeholder?: string;
}

export interface BooleanFlag extends FlagText {
	readonly type: 'boolean';
	/** @default false */
	readonly default?: boolean;
}

export interface StringFlag extends FlagText {
	readonly type: 'string';
	readonly default?: string;
	/** Of what the shell completes the names: entries of the kubeconfig, or templates. */
	readonly completes?: 'contexts' | 'clusters' | 'users' | 'templates';
	/** The only values allowed. */
	readonly choices?: readonly string[];
	/** The value of the flag when it is given without one; it then takes a value only in the form `--flag=value`. */
	readonly bare?: string;
	/** Whether a second one is refused: where kubectl's flag of that name takes several, the last alone would surprise. */
	readonly isOnce?: boolean;
}

/** A flag that can be repeated; its values in the order given. */
interface ListFlag extends FlagText {
	readonly type: 'list';
}

interface IntegerFlag extends FlagText {
	readonly type: 'integer';
	readonly default?: number;
	/** @default 0 */
	readonly min?: number;
	/** @default a million */
	readonly max?: number;
}

/** A duration in kubectl's notation (`90s`, `1m30s`, `0`). Commands read milliseconds. */
export interface DurationFlag extends FlagText {
	readonly type: 'duration';
	readonly default?: string;
}

export type FlagTable = Readonly<Record<string, Flag>>;

type Defaulted<Spec extends Flag, Value> = Spec extends {readonly default: unknown} ? Value : Value | undefined;

type FlagValue<Spec extends Flag> = Spec extends {readonly type: 'boolean'}
	? boolean
	: Spec extends {readonly type: 'list'}
		? readonly string[]
		: Spec extends {readonly type: 'string'; readonly choices: readonly (infer Choice)[]}
			? Defaulted<Spec, Choice>
			: Spec extends {readonly type: 'string'}
				? Defaulted<Spec, string>
				: Defaulted<Spec, number>;

/** The values that a command reads for a table of flags: a flag that was not given has its default, else undefined. */
export type FlagValues<Table extends FlagTable> = {readonly [Name in keyof Table]: FlagValue<Table[Name]>};

/** The name of a flag on the command line: `storageUri` is `storage-uri`. */
export function flagName(key: string): string {
	return key.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
