import {describeStep} from './describe-step.ts';
import type {RolloutRecord} from './record.ts';

/** What to say to a second operator: who is at it, with what, how far, and what to do. */
export function heldWords({by, title, step, steps, startedAt, executor}: RolloutRecord): string {
	const current = steps[step];
	const where = current === undefined ? '' : `, step ${step + 1} of ${steps.length}: ${describeStep(current)}`;
	const since = startedAt.replace(/\.\d+Z$/, 'Z');
	const ways =
		executor?.isDaemon === true ? 'wait until that has ended, or go back with abort' : 'wait until that has ended';
	return `${by} is at it since ${since} ("${title}"${where}): ${ways}`;
}
