import type {Key} from 'ink';
import type {AppInfo} from '../../info/app.ts';
import type {DaemonInfo} from '../../info/describe-daemon.ts';
import type {ActionName, Forbidden} from '../../ownership/permissions.ts';

export type Move = 'next' | 'previous' | 'page-down' | 'page-up' | 'first' | 'last';
export type DialogName = ActionName | 'explain';

/** Everything that a key, or a word after `:`, can do. */
export type CommandId =
	| Move
	| DialogName
	| 'open'
	| 'back'
	| 'route'
	| 'diff'
	| 'conditions'
	| 'pods'
	| 'container-log'
	| 'events'
	| 'log'
	| 'filter'
	| 'wrong'
	| 'command'
	| 'sort'
	| 'namespace'
	| 'context'
	| 'copy'
	| 'stop'
	| 'choose'
	| 'help'
	| 'quit';

/** What is in front and gets the keys. Dialogues and lines of input take all keys but Ctrl-C and Ctrl-Z themselves. */
export type Place = 'apps' | 'app' | 'help' | 'log' | 'pick';

/** What decides whether a command can be given. */
export interface KeyContext {
	readonly app: AppInfo | undefined;
	readonly forbidden: Forbidden;
	readonly daemon: DaemonInfo | undefined;
	/** Whether the log has an entry, and whether the chosen one is running. */
	readonly logged: {readonly isRunning: boolean} | undefined;
	/** Whether Esc leads anywhere. */
	readonly canGoBack: boolean;
}

export type Group = 'Act' | 'Look' | 'Find' | 'Move' | 'General';

/** One key and what it does: the hint bar, the help, the palette and what happens all come from here. */
export interface Binding {
	readonly id: CommandId;
	/** Names as `keyNames` gives them. */
	readonly keys: readonly string[];
	readonly places: readonly Place[];
	readonly group: Group;
	/** As the help says it, after the key. */
	readonly description: string;
	/** As the hint bar shows it: key, then what it does. A pair of bindings has one hint, on the first of them. */
	readonly hint?: readonly [key: string, does: string];
	/** Hints that do not fit go by the highest number first. */
	readonly rank?: number;
	/** Word after `:` that does the same. */
	readonly word?: string;
	/** What the word takes. */
	readonly argument?: 'APP' | 'NAME' | 'TEXT';
	/** Why it cannot be done now, in a sentence; undefined when it can. */
	readonly unavailable?: (context: KeyContext) => string | undefined;
}

const moves: readonly string[] = ['next', 'previous', 'page-down', 'page-up', 'first', 'last'] satisfies Move[];

export function isMove(id: CommandId): id is Move {
	return moves.includes(id);
}

/** Why an action is not allowed to this user, whatever the app is; undefined when it is. */
export function forbiddenReason({id}: Binding, {forbidden}: KeyContext): string | undefined {
	return forbidden.get(id as ActionName);
}

/** Why a key does nothing now, in a sentence (empty: it goes without saying); undefined when it does something. */
export function disabledReason(binding: Binding, context: KeyContext): string | undefined {
	return forbiddenReason(binding, context) ?? binding.unavailable?.(context);
}

const named = {
	downArrow: 'downArrow',
	upArrow: 'upArrow',
	leftArrow: 'leftArrow',
	rightArrow: 'rightArrow',
	pageDown: 'pageDown',
	pageUp: 'pageUp',
	home: 'home',
	end: 'end',
	escape: 'escape',
	return: 'return',
	backspace: 'backspace',
	delete: 'delete',
} as const satisfies Partial<Record<keyof Key, string>>;

const characters: Readonly<Record<string, string>> = {
	'\r': 'return',
	'\n': 'return',
	'\t': 'tab',
	' ': 'space',
	'\b': 'backspace',
	'\u007F': 'backspace',
};

/**
 * The keys in one piece of input; several when they were pressed faster than they were read. Esc and a key right after it
 * arrive as one with `meta`, which no key of ours has.
 */
export function keyNames(input: string, key: Key): readonly string[] {
	const name = (Object.keys(named) as (keyof typeof named)[]).find(name => key[name]);
	if (name !== undefined) return [named[name]];
	if (key.tab) return [key.shift ? 'shift+tab' : 'tab'];
	if (key.ctrl) return [`ctrl+${input}`];
	const names = Array.from(input, character => characters[character] ?? withControl(character)).filter(
		character => character.length > 1 || !/\p{Cc}/u.test(character),
	);
	return key.meta ? ['escape', ...names] : names;
}

/** Ctrl and a letter send the letter's place in the alphabet. */
function withControl(character: string): string {
	const code = character.charCodeAt(0);
	return code >= 1 && code <= 26 ? `ctrl+${String.fromCharCode(code + 96)}` : character;
}
