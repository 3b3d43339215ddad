import {describeStep} from './describe-step.ts';
import {mayTake, type RolloutRecord} from './record.ts';
import type {Step} from './step.ts';

/** What to say to a second operator: who is at it, with what, how far, and what to do. */
export function heldWords(record: RolloutRecord): string {
	const {by, title, step, steps, startedAt} = record;
	const current = steps[step];
	const where = current === undefined ? '' : `, step ${step + 1} of ${steps.length}: ${wordsOf(current)}`;
	const since = startedAt.replace(/\.\d+Z$/, 'Z');
	const ways = `wait until that has ended${mayTake('abort', record) ? ', or go back with abort' : ''}`;
	return `${short(by)} is at it since ${short(since)} ("${short(title)}"${short(where)}): ${ways}`;
}

/** Of a record of another version of kubectl iter8, or of one who only may write ConfigMaps. */
function wordsOf(step: Step): string {
	try {
		return describeStep(step);
	} catch {
		return 'something that is not known here';
	}
}

function short(text: string): string {
	return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
