import {bindingOfWord, bindings} from '../keys/bindings.ts';
import type {Binding} from '../keys/keys.ts';
import {orders} from './order.ts';

/** What the argument of a command can be. */
export interface Candidates {
	readonly apps: readonly string[];
	readonly namespaces: readonly string[];
	readonly contexts: readonly string[];
}

/** A line after `:` that is understood. */
interface Command {
	readonly binding: Binding;
	/** Empty when none was given. */
	readonly argument: string;
}

/** The command that a line gives, or what is wrong with it in a sentence. */
export function parseCommand(line: string): Command | {readonly error: string} {
	const [, word = '', argument = ''] = /^\s*(\S*)\s*(.*?)\s*$/.exec(line) ?? [];
	const binding = bindingOfWord(word) ?? soleMatch(word);
	if (!binding) return {error: `there is no command ${word}; Tab completes, ? lists them`};
	if (argument !== '' && binding.argument === undefined) return {error: `${binding.word} takes no argument`};
	return {binding, argument};
}

function soleMatch(prefix: string): Binding | undefined {
	const matching = bindings.filter(({word}) => prefix !== '' && word?.startsWith(prefix) === true);
	return matching.length === 1 ? matching[0] : undefined;
}

/** The lines that a line can become, best first: the words it begins, or its word with each argument that is known. */
export function completions(line: string, candidates: Candidates): readonly string[] {
	const [, word = '', argument] = /^\s*(\S*)(?:\s+(.*))?$/.exec(line) ?? [];
	if (argument === undefined) {
		return bindings.flatMap(binding => (binding.word?.startsWith(word) === true ? [binding.word] : [])).toSorted();
	}

	const binding = bindingOfWord(word);
	return binding
		? argumentsOf(binding, candidates).flatMap(name => (name.startsWith(argument) ? [`${word} ${name}`] : []))
		: [];
}

function argumentsOf({id, argument}: Binding, {apps, namespaces, contexts}: Candidates): readonly string[] {
	if (argument === 'APP') return apps;
	if (id === 'namespace') return ['all', ...namespaces];
	if (id === 'context') return contexts;
	return id === 'sort' ? orders : [];
}

const historyLength = 50;

/** The history with a line as its newest; a line that it has moves up. */
export function remember(history: readonly string[], line: string): readonly string[] {
	return line.trim() === '' ? history : [line, ...history.filter(other => other !== line)].slice(0, historyLength);
}
