import {type Flag, flagName, type FlagTable} from './flag.ts';
import {globalFlags} from './global-flags.ts';
import {firstWord} from './parse.ts';
import {scan} from './scan.ts';
import {isVerb, listedVerbs, type Argument, type VerbTable} from './verb.ts';

/** Something that could stand in place of the word to complete. */
export interface Suggestion {
	readonly value: string;
	readonly description?: string;
}

/** What a word can be: one of these, or a name that only the cluster, the kubeconfig or the file system knows. */
export type Completion =
	| {readonly type: 'suggestions'; readonly suggestions: readonly Suggestion[]}
	| {readonly type: 'apps' | 'namespaces' | 'contexts' | 'clusters' | 'users' | 'templates' | 'files' | 'nothing'};

const nothing: Completion = {type: 'nothing'};

/** What the last of the words after `kubectl iter8` can be; it may be empty or half typed. */
export function completionOf(verbs: VerbTable, words: readonly string[]): Completion {
	const typed = words.at(-1) ?? '';
	const before = words.slice(0, -1);
	const name = firstWord(verbs, before);
	const verb = name !== undefined && isVerb(verbs, name) ? verbs[name] : undefined;
	const flags: FlagTable = {...verb?.flags, ...globalFlags};
	const tokens = [...scan(before, flags)];
	const last = tokens.at(-1);
	if (last?.type === 'fault' && last.needsValue !== undefined) return valueOf(last.needsValue);

	if (typed.startsWith('-') && !before.includes('--')) {
		const equals = typed.indexOf('=');
		if (equals === -1) return {type: 'suggestions', suggestions: flagSuggestions(flags)};
		const given = typed.slice(0, equals);
		const found = Object.entries(flags).find(([key, {short}]) => [`--${flagName(key)}`, `-${short}`].includes(given));
		return found === undefined ? nothing : valueOf(found[1]);
	}

	if (name === undefined) return {type: 'suggestions', suggestions: verbSuggestions(verbs)};
	const given = tokens.filter(({type}) => type === 'word').length - 1;
	const argument: Argument | undefined = verb?.arguments[given];
	if (argument?.completes === 'app') return {type: 'apps'};
	return argument?.completes === 'verb' ? {type: 'suggestions', suggestions: verbSuggestions(verbs)} : nothing;
}

function valueOf(flag: Flag): Completion {
	if (flag.type === 'boolean') return {type: 'suggestions', suggestions: [{value: 'true'}, {value: 'false'}]};
	if (flag.type !== 'string') return nothing;
	if (flag.choices !== undefined) return {type: 'suggestions', suggestions: flag.choices.map(value => ({value}))};
	if (flag.completes !== undefined) return {type: flag.completes};
	if (flag.placeholder === 'FILE') return {type: 'files'};
	return flag.placeholder === 'NAMESPACE' ? {type: 'namespaces'} : nothing;
}

function flagSuggestions(flags: FlagTable): readonly Suggestion[] {
	return Object.entries(flags).map(([key, flag]) => ({value: `--${flagName(key)}`, description: flag.help}));
}

function verbSuggestions(verbs: VerbTable): readonly Suggestion[] {
	return listedVerbs(verbs).map(([value, {summary}]) => ({value, description: summary}));
}
