import type {Key} from 'ink';

export type Action = 'next' | 'previous' | 'page-down' | 'page-up' | 'first' | 'last' | 'quit' | 'interrupt';

export interface Binding {
	readonly action: Action;
	/** Names as `keyNames` gives them. */
	readonly keys: readonly string[];
	/** As the hint bar shows it: key, then what it does. A pair of bindings has one hint, on the first of them. */
	readonly hint?: readonly [key: string, does: string];
}

/** The one table of keys: what is pressed and what the hint bar says come from here. */
export const bindings: readonly Binding[] = [
	{action: 'next', keys: ['j', 'downArrow'], hint: ['j k ↑ ↓', 'move']},
	{action: 'previous', keys: ['k', 'upArrow']},
	{action: 'page-down', keys: ['pageDown'], hint: ['PgDn PgUp', 'page']},
	{action: 'page-up', keys: ['pageUp']},
	{action: 'first', keys: ['g', 'home'], hint: ['g G', 'first, last']},
	{action: 'last', keys: ['G', 'end']},
	{action: 'quit', keys: ['q'], hint: ['q', 'quit']},
	{action: 'interrupt', keys: ['ctrl+c']},
];

const named = ['downArrow', 'upArrow', 'pageDown', 'pageUp', 'home', 'end', 'escape', 'return', 'tab'] as const;

/** The keys in one piece of input; several when they were pressed faster than they were read. */
export function keyNames(input: string, key: Key): readonly string[] {
	const name = named.find(name => key[name]);
	if (name) return [name];
	if (key.ctrl) return [`ctrl+${input}`];
	return key.meta ? [] : Array.from(input);
}

/** What a key does, or undefined. */
export function actionOf(name: string): Action | undefined {
	return bindings.find(({keys}) => keys.includes(name))?.action;
}
