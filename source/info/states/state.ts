import type {Tone} from '../../print/color.ts';
import {shellWord} from '../../print/shell-word.ts';

/**
 * How much a state asks for attention, the most first: `broken`, requests or rollouts fail; `warning`, they may, or something is half
 * done; `waiting`, something is under way and ends by itself; `good`; `note`, good to know.
 */
export type Severity = 'broken' | 'warning' | 'waiting' | 'good' | 'note';

/** The colour of each severity. */
export const severityTone: Readonly<Record<Severity, Tone>> = {
	broken: 'bad',
	warning: 'waiting',
	waiting: 'waiting',
	good: 'good',
	note: 'faint',
};

/** A command line as data: what is advised is rendered, run by tests, and found as a key by the terminal UI. */
export interface Command {
	readonly program: 'kubectl iter8' | 'kubectl';
	/** The verb first. Words in capitals stand for what only the operator knows: `FILE`. */
	readonly words: readonly string[];
	readonly namespace?: string;
}

/** A way on from a state. */
export interface Advice {
	/** What it is good for, after "to": `go on`. */
	readonly to: string;
	readonly command: Command;
}

/** One thing that is so of an app, or of the daemon that writes its routes. */
export interface State {
	readonly kind: StateKind;
	readonly severity: Severity;
	/** At most 18 columns, for a list: `candidate ready`. */
	readonly word: string;
	/** What is so and why, with the names of the objects; without a full stop. */
	readonly sentence: string;
	/** Title of the version that it is about, where it is about one. */
	readonly version?: string;
	/** Since when, RFC 3339, where known. */
	readonly since?: string;
	/** None of them is refused in this state. */
	readonly advised: readonly Advice[];
}

/**
 * The catalogue: all states by kind, with severity and word; of one severity the first asks for more attention. What makes an app be
 * in one, and what to do then, stands in the files beside this one.
 */
export const catalogue = {
	'invalid-routemap': ['broken', 'invalid routemap'],
	'all-deleted': ['broken', 'no version'],
	'primary-absent': ['broken', 'no primary'],
	'primary-failed': ['broken', 'primary failed'],
	'primary-down': ['broken', 'primary down'],
	'primary-leaving': ['broken', 'primary leaving'],
	misrouted: ['broken', 'misrouted'],
	'primary-blocked': ['broken', 'primary blocked'],
	'candidate-failed': ['broken', 'candidate failed'],
	'candidate-blocked': ['broken', 'candidate blocked'],
	'candidate-down': ['broken', 'candidate down'],
	'route-foreign': ['broken', 'route foreign'],
	'route-refused': ['broken', 'route refused'],
	'route-rejected': ['broken', 'route rejected'],
	'route-missing': ['broken', 'route missing'],
	'deletion-held': ['broken', 'deletion held'],
	'primary-awaited': ['warning', 'primary loading'],
	'half-promoted': ['warning', 'half promoted'],
	'half-aborted': ['warning', 'half aborted'],
	'rollout-abandoned': ['warning', 'rollout abandoned'],
	'not-deployed': ['warning', 'not deployed'],
	'no-daemon': ['warning', 'no daemon'],
	'daemon-gone': ['warning', 'daemon gone'],
	'lease-disbelieved': ['warning', 'lease disbelieved'],
	'route-differs': ['warning', 'route differs'],
	'no-route': ['warning', 'no route'],
	weightless: ['warning', 'weight 0'],
	'same-label': ['warning', 'same label'],
	'rollout-under-way': ['waiting', 'rollout under way'],
	'primary-loading': ['waiting', 'primary loading'],
	'candidate-leaving': ['waiting', 'candidate leaving'],
	'candidate-loading': ['waiting', 'candidate loading'],
	'primary-updating': ['waiting', 'primary updating'],
	'candidate-updating': ['waiting', 'candidate updating'],
	'candidate-ready': ['good', 'candidate ready'],
	stable: ['good', 'stable'],
	'daemon-hidden': ['note', 'daemon hidden'],
	'weight-waiting': ['note', 'weight waiting'],
} as const satisfies Readonly<Record<string, readonly [Severity, string]>>;

export type StateKind = keyof typeof catalogue;

/** A state of the catalogue. */
export function stateOf(
	kind: StateKind,
	sentence: string,
	rest: Partial<Pick<State, 'version' | 'since' | 'advised'>> = {},
): State {
	const [severity, word] = catalogue[kind];
	return {kind, severity, word, sentence, advised: [], ...rest};
}

const ranks = new Map<Severity, number>(
	(['broken', 'warning', 'waiting', 'good', 'note'] as const).map((severity, index) => [severity, index]),
);
const places = new Map<string, number>(Object.keys(catalogue).map((kind, index) => [kind, index]));

/** States, the most severe first; of equal ones in their order. */
export function mostSevereFirst(states: readonly State[]): readonly State[] {
	const rank = ({kind, severity}: State): number => (ranks.get(severity) ?? 0) * 1000 + (places.get(kind) ?? 0);
	return states.toSorted((one, other) => rank(one) - rank(other));
}

/** Whether something should be done about it. */
export function isWrong({severity}: Pick<State, 'severity'>): boolean {
	return severity === 'broken' || severity === 'warning';
}

/** A command as one would type it: `kubectl iter8 promote wisdom -n models`. */
export function commandText({program, words, namespace}: Command): string {
	const place = namespace === undefined ? [] : ['-n', namespace];
	return [program, ...[...words, ...place].map(shellWord)].join(' ');
}

/** Ways on: `to go on: kubectl iter8 promote wisdom -n models; to go back: …`; empty without any. */
export function adviceText(advised: readonly Advice[]): string {
	return advised.map(({to, command}) => `to ${to}: ${commandText(command)}`).join('; ');
}

/** A state with its ways on, in one line without a full stop. */
export function stateText({sentence, advised}: State): string {
	return [sentence, ...(advised.length === 0 ? [] : [adviceText(advised)])].join('; ');
}
