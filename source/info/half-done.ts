import type {KubeObject} from '../objects/object.ts';
import {leftPromotion} from '../rollout/left-promotion.ts';
import {readPrevious} from '../rollout/previous.ts';
import {parseRecord} from '../rollout/record.ts';
import {lastRemoval} from '../rollout/removal.ts';
import type {HalfDone} from './app.ts';

/** A version of an app, and its main object where that exists. */
interface Version {
	readonly name: string;
	readonly title: string;
	readonly object: KubeObject | undefined;
}

/**
 * What a verb has done to the primary for a candidate: it is under way, or was stopped, and then the candidate may be gone.
 * Undefined where nothing is: also where the candidate is gone that the verb has come to delete, after all else.
 * @param versions The primary first.
 * @param record What is under way in the app, or was last.
 */
export function halfDoneTo(
	[primary, ...candidates]: readonly Version[],
	record: KubeObject | undefined,
): HalfDone | undefined {
	const previous = primary?.object && readPrevious(primary.object);
	if (!previous) return undefined;
	const removed = uidOfRemoval(record);
	const candidate = candidates.find(({object}) => object && object.metadata.uid === previous.rollout);
	if (candidate) {
		const action = previous.markBeforeRestore === undefined ? 'promote' : 'abort';
		const isLeaving = candidate.object?.metadata.deletionTimestamp !== undefined && removed === previous.rollout;
		return {candidate: candidate.title, action, isGone: false, ...(isLeaving && {isLeaving})};
	}

	const left = removed === previous.rollout ? undefined : leftPromotion(record, primary.object);
	const gone = candidates.find(({name, object}) => !object && name === left?.name);
	return gone && {candidate: gone.title, action: 'promote', isGone: true};
}

/** Uid of what a record has come to delete, after all else. */
export function uidOfRemoval(configMap: KubeObject | undefined): string | undefined {
	const record = parseRecord(configMap);
	return record && lastRemoval(record)?.uid;
}
