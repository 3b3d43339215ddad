import type {KubeObject} from '../objects/object.ts';
import {readPrevious} from './previous.ts';
import {parseRecord} from './record.ts';
import {nameAndUid, type NameAndUid} from './removal.ts';

/**
 * The candidate of a promotion that has not come to its end, though the primary has its spec: the record names it, and the primary
 * vouches that it was promoted. Whether it still exists is not said. Undefined where nothing of the kind was left.
 * @param record The ConfigMap of what is under way in the app, or was last.
 */
export function leftPromotion(record: KubeObject | undefined, primary: KubeObject): NameAndUid | undefined {
	const found = parseRecord(record);
	if (found?.action !== 'promote' || found.phase === 'done') return undefined;
	const previous = readPrevious(primary);
	const removal = found.steps.find(({type}) => type === 'delete-version');
	const candidate = removal && nameAndUid(removal);
	const isBegun = previous !== undefined && previous.markBeforeRestore === undefined;
	return isBegun && candidate?.uid === previous.rollout ? candidate : undefined;
}
