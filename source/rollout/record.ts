import {fieldAt, isRecord, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import type {Step} from './step.ts';

/** How a rollout stands: `stopped` is taken up by running its verb again, `declined` by a daemon that may not perform it. */
export type RolloutPhase = 'running' | 'done' | 'failed' | 'stopped' | 'declined';

/** Who performs the steps, and since when that is known. */
export interface Executor {
	readonly name: string;
	readonly isDaemon: boolean;
	/** RFC 3339. */
	readonly renewedAt: string;
}

/** What is under way in an app, or was last: it survives the process that began it. */
export interface RolloutRecord {
	/** Of one run of one verb. */
	readonly id: string;
	readonly action: string;
	readonly title: string;
	/** Who began it, as the API server calls them. */
	readonly by: string;
	/** RFC 3339. */
	readonly startedAt: string;
	readonly phase: RolloutPhase;
	readonly steps: readonly Step[];
	/** Index of the step that is next or under way. */
	readonly step: number;
	/** How long one wait of it may take, in milliseconds. */
	readonly timeoutMs: number;
	/** What the steps before that came to. */
	readonly results: readonly string[];
	/** What the step waits for, or how it failed. */
	readonly words: string;
	/** Undefined when nobody is at it: the next one may take it up. */
	readonly executor?: Executor;
}

/** How long an executor that does not renew its hold is left alone, in milliseconds. */
export const holdMs = 30_000;

/** How often an executor renews its hold, in milliseconds. */
export const renewMs = 10_000;

/** No wait of a daemon takes longer, in milliseconds, whatever a record says. */
const longestTimeoutMs = 24 * 3_600_000;

/** No plan of ours has as many. */
const mostSteps = 200;

/** Characters of a title, a name or what a step came to: of more, the rest is left out. */
const mostCharacters = 2000;

/** Name of the ConfigMap that keeps what is under way in an app. */
export function recordName(app: string): string {
	return `${app}-rollout`;
}

/** The `data` of the ConfigMap of a record. */
export function recordData(record: RolloutRecord): Readonly<Record<string, string>> {
	return {rollout: JSON.stringify(record)};
}

const phases: ReadonlySet<string> = new Set<RolloutPhase>(['running', 'done', 'failed', 'stopped', 'declined']);

/**
 * What a ConfigMap says is under way, within bounds; undefined when it says nothing of the kind. Its steps are read for what they are
 * called only: who performs them looks at each with `isExecutable`.
 */
export function parseRecord(configMap: KubeObject | undefined): RolloutRecord | undefined {
	const value = parsed(stringAt(configMap, 'data', 'rollout'));
	const [id, action, title, by, startedAt, phase] = ['id', 'action', 'title', 'by', 'startedAt', 'phase'].map(key =>
		stringAt(value, key),
	);
	if (id === undefined || action === undefined || title === undefined || by === undefined) return undefined;
	if (startedAt === undefined || phase === undefined || !phases.has(phase)) return undefined;
	const executor = executorOf(fieldAt(value, 'executor'));
	const steps = listAt(value, 'steps').filter(isRecord).slice(0, mostSteps) as unknown as readonly Step[];
	return {
		id,
		action,
		title: bounded(title),
		by: bounded(by),
		startedAt,
		phase: phase as RolloutPhase,
		steps,
		step: wholeWithin(numberAt(value, 'step'), steps.length),
		timeoutMs: wholeWithin(numberAt(value, 'timeoutMs'), longestTimeoutMs),
		results: listAt(value, 'results')
			.filter(each => typeof each === 'string')
			.slice(0, mostSteps)
			.map(bounded),
		words: bounded(stringAt(value, 'words') ?? ''),
		...(executor && {executor}),
	};
}

/** The step that a record came to: the last one where all are done and only that was not written down. */
export function lastStep({steps, step}: Pick<RolloutRecord, 'steps' | 'step'>): Step | undefined {
	return steps[Math.min(step, steps.length - 1)];
}

function bounded(text: string): string {
	return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}

/** A whole number from 0 to the largest. */
function wholeWithin(number: number | undefined, largest: number): number {
	return Math.max(0, Math.min(Math.trunc(number ?? 0), largest));
}

function executorOf(value: unknown): Executor | undefined {
	const name = stringAt(value, 'name');
	const renewedAt = stringAt(value, 'renewedAt');
	if (name === undefined || renewedAt === undefined) return undefined;
	return {name, renewedAt, isDaemon: fieldAt(value, 'isDaemon') === true};
}

function parsed(text: string | undefined): unknown {
	try {
		return JSON.parse(text ?? '');
	} catch {
		return undefined;
	}
}

/** For how much longer others leave a rollout to who is at it, in milliseconds; 0 where nobody is. A hold from the future is none. */
export function heldForMs({phase, executor}: Pick<RolloutRecord, 'phase' | 'executor'>, now: Date): number {
	if (phase !== 'running' || !executor) return 0;
	const ageMs = now.getTime() - Date.parse(executor.renewedAt);
	return ageMs > -holdMs && ageMs < holdMs ? holdMs - ageMs : 0;
}

/** Whether an action takes a record from who is at it: a promotion that a daemon performs is stopped by no terminal but an abort's. */
export function mayTake(action: string, held: RolloutRecord): boolean {
	return action === 'abort' && held.action === 'promote' && held.executor?.isDaemon === true;
}
