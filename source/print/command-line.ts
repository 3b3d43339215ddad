import {shellWord} from './shell-word.ts';

/** A verb with what it takes, as data. */
export interface Verb {
	readonly name: string;
	/** The verb's own words: an app, weights. */
	readonly arguments?: readonly string[];
	/** Long names without dashes, each with its value; `true` for a flag without one, a list for one that is repeated. Undefined ones are left out. */
	readonly flags?: Readonly<Record<string, string | number | true | readonly string[] | undefined>>;
	readonly namespace: string | undefined;
	/** Flags that say which cluster and who one is there; they come last. */
	readonly connection?: ConnectionWords | undefined;
}

/** Connection flags by their long names, without any secret among them. */
export type ConnectionWords = Readonly<Record<string, string | true | readonly string[]>>;

/** The command line of a verb as one would type it in a POSIX shell. */
export function commandLine({name, arguments: words = [], flags = {}, namespace, connection = {}}: Verb): string {
	return [
		'kubectl',
		'iter8',
		name,
		...words,
		...flagWords(flags),
		...(namespace === undefined ? [] : ['-n', namespace]),
		...flagWords(connection),
	]
		.map(shellWord)
		.join(' ');
}

function flagWords(flags: NonNullable<Verb['flags']>): readonly string[] {
	return Object.entries(flags).flatMap(([flag, value]) => {
		if (value === undefined) return [];
		if (value === true) return [`--${flag}`];
		return (Array.isArray(value) ? value : [String(value)]).flatMap((one: string) =>
			// A value that looks like a flag is taken for one unless it is joined to its own.
			one.startsWith('-') ? [`--${flag}=${one}`] : [`--${flag}`, one],
		);
	});
}
