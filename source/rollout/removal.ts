import {stringAt} from '../objects/object.ts';
import {lastStep, type RolloutRecord} from './record.ts';
import type {Step, Target} from './step.ts';

/** What is known of a version that may be gone. */
export type NameAndUid = Pick<Target, 'name' | 'uid'>;

/** What a step of a record says of its target: whoever writes ConfigMaps may have written anything there. */
export function nameAndUid(step: Step): NameAndUid | undefined {
	const name = stringAt(step, 'target', 'name');
	const uid = stringAt(step, 'target', 'uid');
	return name === undefined ? undefined : {name, ...(uid !== undefined && {uid})};
}

const removing: ReadonlySet<string> = new Set<Step['type']>(['delete-version', 'delete-object']);

/**
 * What a rollout deletes at its end, where it has come to that: all else is done, and so is the whole once that is gone. Undefined
 * where it has not, or ends with something else.
 */
export function lastRemoval(record: RolloutRecord): NameAndUid | undefined {
	const {step, steps} = record;
	const last = lastStep(record);
	return last && removing.has(last.type) && step >= steps.length - 1 ? nameAndUid(last) : undefined;
}
