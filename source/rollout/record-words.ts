import {describeStep} from './describe-step.ts';
import {mayTake, type RolloutRecord} from './record.ts';
import type {Step} from './step.ts';

/** What to say to a second operator: who is at it, with what, how far, and what to do. */
export function heldWords(record: RolloutRecord): string {
	const {by, title, step, steps, startedAt} = record;
	const current = steps[step];
	const where = current === undefined ? '' : `, step ${step + 1} of ${steps.length}: ${stepWords(current)}`;
	const since = startedAt.replace(/\.\d+Z$/, 'Z');
	const ways = `wait until that has ended${mayTake('abort', record) ? ', or go back with abort' : ''}`;
	return `${shortWords(by)} is at it since ${shortWords(since)} ("${shortWords(title)}"${shortWords(where)}): ${ways}`;
}

/** What a step of a record does: it may be of another version of kubectl iter8, or of one who only may write ConfigMaps. */
export function stepWords(step: Step): string {
	try {
		return describeStep(step);
	} catch {
		return 'something that is not known here';
	}
}

/** As much of a text of a record as a line has room for. */
export function shortWords(text: string): string {
	return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
