/** What a form asks for. */
export interface Field {
	readonly name: string;
	readonly label: string;
	/** What can be chosen; undefined for a text. */
	readonly choices?: readonly string[];
	/** What an empty text stands for, shown in its place. */
	readonly placeholder?: string;
}

/** The text of each field by its name. */
export type Values = Readonly<Record<string, string>>;

/** What is wrong with a field, in a sentence, by its name; none for what is right. */
export type Faults = Readonly<Record<string, string>>;

/** A field's value; empty where it has none. */
export function valueOf(values: Values, name: string): string {
	return values[name] ?? '';
}
