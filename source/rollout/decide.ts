import {heldForMs, type RolloutRecord} from './record.ts';
import type {Step, StepType} from './step.ts';

/** What an executor does about a record. */
export type Decision =
	| {readonly to: 'do'; readonly step: number}
	| {readonly to: 'wait'; readonly ms: number}
	| {readonly to: 'done'}
	| {readonly to: 'failed'; readonly reason: string};

/** The actions that a daemon executes: they change what an app has, and make nothing that it has not. */
const executableActions: ReadonlySet<string> = new Set(['promote', 'abort', 'undo', 'weights']);

const executableSteps: ReadonlySet<StepType> = new Set([
	'set-weight',
	'wait-weights',
	'send-all-to',
	'probe',
	'replace-spec',
	'restore-spec',
	'wait-serving',
	'label-version',
	'delete-version',
]);

/** Whether a daemon executes plans of an action. */
export function isExecutable(action: string, steps: readonly Step[]): boolean {
	return executableActions.has(action) && steps.every(({type}) => executableSteps.has(type));
}

/** What a daemon does next about a record: go on with a step, wait until who is at it has lost its hold, or nothing more. */
export function decide(record: RolloutRecord, now: Date): Decision {
	if (record.phase === 'failed') return {to: 'failed', reason: record.words};
	if (record.phase !== 'running') return {to: 'done'};
	if (!isExecutable(record.action, record.steps)) return {to: 'done'};
	const ms = heldForMs(record, now);
	if (ms > 0) return {to: 'wait', ms};
	return {to: 'do', step: Math.max(0, Math.trunc(record.step))};
}
