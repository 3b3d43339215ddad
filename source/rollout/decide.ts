import {isExecutableStep} from './executable-step.ts';
import {holdMs, type RolloutRecord} from './record.ts';
import type {Step} from './step.ts';

/** What a daemon does about a record. */
export type Decision =
	| {readonly to: 'do'}
	| {readonly to: 'wait'; readonly ms: number}
	| {readonly to: 'stop'; readonly reason: string}
	| {readonly to: 'nothing'};

/** What a daemon knows besides what a record says. */
export interface Facts {
	/** Its own name as an executor. */
	readonly identity: string;
	readonly now: Date;
	/** For how long it has seen the record as it is, in milliseconds by its own clock: the clock of who renews it may be another. */
	readonly unchangedMs: number;
}

/** The actions that a daemon executes: they change what an app has, and make nothing that it has not. */
const executableActions: ReadonlySet<string> = new Set(['promote', 'abort', 'undo', 'weights']);

/** After so long, in milliseconds, the app may be in other hands: nobody is surprised by what he began yesterday. */
const abandonedMs = 3_600_000;

/** Whether a daemon executes plans of an action. */
export function isExecutable(action: string, steps: readonly Step[]): boolean {
	return executableActions.has(action) && steps.every(isExecutableStep);
}

/**
 * What a daemon does next about a record: go on with it, wait until who is at it has lost its hold, stop it because nobody was at it
 * for too long, or nothing.
 */
export function decide(record: RolloutRecord, {identity, now, unchangedMs}: Facts): Decision {
	const {phase, action, steps, executor, startedAt} = record;
	if (phase !== 'running' || !isExecutable(action, steps)) return {to: 'nothing'};
	const ms = executor && executor.name !== identity ? holdMs - unchangedMs : 0;
	if (ms > 0) return {to: 'wait', ms};
	const lastSign = executor?.renewedAt ?? startedAt;
	if (now.getTime() - Date.parse(lastSign) < abandonedMs) return {to: 'do'};
	return {to: 'stop', reason: `nobody was at it since ${lastSign}: go on with the same verb again, or go back`};
}
