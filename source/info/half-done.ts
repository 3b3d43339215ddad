import type {KubeObject} from '../objects/object.ts';
import {readPrevious} from '../rollout/previous.ts';
import type {HalfDone} from './app.ts';

/**
 * What a verb has done to the primary for a candidate that is still there: it is under way, or was stopped. Undefined where nothing is.
 * @param objects The main objects of the versions, the primary's first.
 * @param titles Theirs.
 */
export function halfDoneTo(
	[primary, ...candidates]: readonly (KubeObject | undefined)[],
	titles: readonly string[],
): HalfDone | undefined {
	const previous = primary && readPrevious(primary);
	const index = candidates.findIndex(object => object && object.metadata.uid === previous?.rollout);
	if (!previous || index < 0) return undefined;
	const action = previous.markBeforeRestore === undefined ? 'promote' : 'abort';
	return {candidate: titles[index + 1] ?? '', action};
}
