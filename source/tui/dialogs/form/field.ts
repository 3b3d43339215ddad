/** What a form asks for. */
export interface Field {
	readonly name: string;
	readonly label: string;
	/** What can be chosen; undefined for a text. */
	readonly choices?: readonly string[];
	/** Whether it takes a number: what is typed first replaces the one that is there, as 20 after 50 is hardly ever 5020. */
	readonly isNumber?: boolean;
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
