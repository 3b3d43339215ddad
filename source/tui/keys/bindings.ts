import type {AppInfo} from '../../info/app.ts';
import {comparisonRefusal, refusalOf, type ChangeVerb, type Refusal} from '../../info/states/permits.ts';
import type {Binding, CommandId, DialogName, KeyContext, Move, Place} from './keys.ts';

const everywhere = ['apps', 'app', 'help', 'log', 'pick'] as const;
const main = ['apps', 'app'] as const;

type Reason = NonNullable<Binding['unavailable']>;

const needsApp: Reason = ({app}) => (app ? undefined : 'no app is chosen');
/** What brings what a verb lacks, where it can be given itself. */
const ways = {
	candidate: {deploy: 'd deploys one'},
	room: {promote: 'p promotes it', abort: 'a aborts its rollout'},
} as const satisfies Readonly<Record<string, Partial<Record<ChangeVerb, string>>>>;

function wayWords(lacks: keyof typeof ways, app: AppInfo, {forbidden}: KeyContext): string {
	const found = Object.entries<string>(ways[lacks])
		.filter(([verb]) => !forbidden.has(verb as ChangeVerb) && refusalOf(app, verb as ChangeVerb) === undefined)
		.map(([, words]) => words);
	return found.length === 0 ? '' : `: ${found.join(', ')}`;
}

/** Of an app whose versions are not known nothing is ruled out: the plan says what is in the way, and of what is under way who is at it. */
const unless =
	(refusalIn: (app: AppInfo) => Refusal | undefined): Reason =>
	context => {
		const {app} = context;
		if (!app || app.versions.length === 0) return needsApp(context);
		const refusal = refusalIn(app);
		return refusal && `${refusal.why}${refusal.lacks === undefined ? '' : wayWords(refusal.lacks, app, context)}`;
	};

const unlessRefused = (verb: ChangeVerb): Reason => unless(app => refusalOf(app, verb));

/** Stops an action, in its dialogue as in the log. */
export const stopKey = 'X';

const needsEntry: Reason = ({logged}) => (logged ? undefined : 'nothing was done yet');

/** The one table of keys. */
export const bindings: readonly Binding[] = [
	act('init', 'i', 'initialize', 'initialize a new app', 30),
	act('deploy', 'd', 'deploy', 'deploy a candidate', 3, unlessRefused('deploy')),
	act('promote', 'p', 'promote', 'promote the candidate to primary', 2, unlessRefused('promote')),
	act('weights', 'w', 'weights', 'change the weights', 6, unlessRefused('weights')),
	act('send-test', 't', 'test', 'send test requests', 7, needsApp),
	act('compare', 'C', 'compare', 'compare the candidate with the primary', 7.5, unless(comparisonRefusal)),
	act('explain', 'e', 'explain', 'explain where a request goes and why', 8, needsApp),
	act('abort', 'a', 'abort', 'abort the rollout', 4, unlessRefused('abort')),
	act('undo', 'u', 'undo', 'undo the last promotion', 7.8, unlessRefused('undo')),
	act('cleanup', 'c', 'clean up', 'clean up: remove the candidate or the whole app', 5, unlessRefused('cleanup')),
	act('watch', 'D', 'run the daemon', 'run the daemon from here', 31, ({daemon}) =>
		daemon && !daemon.isExpired ? `${daemon.holder} leads already` : undefined,
	),
	viewBinding('open', ['return', 'rightArrow'], 'open the chosen app', ['apps'], {hint: ['Enter', 'open'], rank: 4.5}),
	viewBinding('route', ['y'], 'the route as YAML', main, {hint: ['y', 'route'], rank: 22, word: 'route'}),
	viewBinding('diff', ['v'], 'what changed between primary and candidate', main, {
		hint: ['v', 'diff'],
		rank: 23,
		word: 'diff',
	}),
	viewBinding('conditions', ['o'], 'conditions of the versions, in full', main, {
		hint: ['o', 'conditions'],
		rank: 24,
		word: 'conditions',
	}),
	viewBinding('pods', ['P'], 'pods of the versions, with why one does not run', main, {
		hint: ['P', 'pods'],
		rank: 24.6,
		word: 'pods',
	}),
	viewBinding('container-log', ['L'], "the model's log; again: that of the next pod", main, {
		hint: ['L', 'model log'],
		rank: 24.7,
		word: 'logs',
	}),
	viewBinding('events', ['E'], 'events of routemap, versions, revisions and pods', main, {
		hint: ['E', 'events'],
		rank: 24.8,
		word: 'events',
	}),
	{
		...general('log', ['l'], 'log of what was done in this sitting', ['l', 'log'], 25),
		group: 'Look',
		places: main,
		word: 'log',
	},
	find('filter', ['/'], 'filter: TEXT, !TEXT, state:failed or -l LABEL=VALUE', ['/', 'filter'], 9, 'TEXT'),
	{
		...general('wrong', ['!'], 'show only what is wrong, or all again', ['!', 'wrong'], 25.5),
		group: 'Find',
		places: main,
	},
	find('sort', ['s'], 'sort by the next of state, name, age', ['s', 'sort'], 26, 'NAME'),
	find('namespace', ['n'], 'switch the namespace', ['n', 'namespace'], 27, 'NAME', 'ns'),
	find('context', ['x'], 'switch the context', ['x', 'context'], 28, 'NAME', 'ctx'),
	{
		id: 'copy',
		keys: ['C'],
		places: ['log'],
		group: 'Look',
		description: 'copy the command line of the chosen entry',
		hint: ['C', 'copy command'],
		rank: 1,
		unavailable: needsEntry,
	},
	{
		id: 'stop',
		keys: [stopKey],
		places: ['log'],
		group: 'Act',
		description: 'stop the chosen action before its next step',
		hint: [stopKey, 'stop'],
		rank: 2,
		unavailable: context =>
			needsEntry(context) ?? (context.logged?.isRunning === true ? undefined : 'it is not running any more'),
	},
	{
		id: 'choose',
		keys: ['return'],
		places: ['pick'],
		group: 'General',
		description: 'take the chosen one',
		hint: ['Enter', 'take'],
		rank: 1,
	},
	move('next', ['j', 'downArrow'], 'down', ['j k ↑ ↓', 'move']),
	move('previous', ['k', 'upArrow'], 'up'),
	move('page-down', ['pageDown', 'ctrl+f', 'space'], 'a page down'),
	move('page-up', ['pageUp', 'ctrl+b'], 'a page up'),
	move('first', ['g', 'home'], 'to the first'),
	move('last', ['G', 'end'], 'to the last'),
	{
		...general('back', ['escape', 'leftArrow'], 'one step back; at last clears the filter', ['Esc', 'back'], 1),
		unavailable: ({canGoBack}) => (canGoBack ? undefined : ''),
	},
	{...general('command', [':'], 'any of these as a command', [':', 'command'], 10), places: main},
	general('help', ['?'], 'this help', ['?', 'help'], 0.5),
	{...general('quit', ['q'], 'quit (Ctrl-C: at once, Ctrl-Z: to the shell)', ['q', 'quit'], 0), word: 'quit'},
];

/** The binding of a key where it is pressed. */
export function bindingOf(name: string, place: Place): Binding | undefined {
	return bindings.find(({keys, places}) => keys.includes(name) && places.includes(place));
}

/** The binding that a word after `:` stands for. */
export function bindingOfWord(word: string): Binding | undefined {
	return bindings.find(binding => binding.word === word);
}

function act(
	id: DialogName,
	key: string,
	does: string,
	description: string,
	rank: number,
	unavailable?: Reason,
): Binding {
	const argument = id === 'init' || id === 'watch' ? {} : ({argument: 'APP'} as const);
	return {
		id,
		keys: [key],
		places: main,
		group: 'Act',
		description,
		hint: [key, does],
		rank,
		word: id,
		...argument,
		...(unavailable ? {unavailable} : {}),
	};
}

function viewBinding(
	id: CommandId,
	keys: readonly string[],
	description: string,
	places: readonly Place[],
	rest: Partial<Binding>,
): Binding {
	return {id, keys, places, group: 'Look', description, unavailable: needsApp, ...rest};
}

function find(
	id: CommandId,
	keys: readonly string[],
	description: string,
	hint: readonly [string, string],
	rank: number,
	argument: NonNullable<Binding['argument']>,
	word: string = id,
): Binding {
	return {id, keys, places: main, group: 'Find', description, hint, rank, word, argument};
}

function move(id: Move, keys: readonly string[], description: string, hint?: readonly [string, string]): Binding {
	return {id, keys, places: everywhere, group: 'Move', description, ...(hint ? {hint, rank: 29} : {})};
}

function general(
	id: CommandId,
	keys: readonly string[],
	description: string,
	hint: readonly [string, string],
	rank: number,
): Binding {
	return {id, keys, places: everywhere, group: 'General', description, hint, rank};
}
