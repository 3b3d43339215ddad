import {describeStep} from './describe-step.ts';
import type {RolloutRecord} from './record.ts';

/** What to say to a second operator: who is at it, with what, how far, and what to do. */
export function heldWords({by, title, step, steps, startedAt}: RolloutRecord): string {
	const current = steps[step];
	const where = current === undefined ? '' : `, step ${step + 1} of ${steps.length}: ${describeStep(current)}`;
	return `${by} is at it since ${startedAt.replace(/\.\d+Z$/, 'Z')} ("${title}"${where}): wait until that has ended`;
}
