import {createHash} from 'node:crypto';
import {isRecord, type KubeObject} from '../../objects/object.ts';
import type {Previous} from '../../rollout/previous.ts';
import {versionKindOf} from '../../versions/kinds.ts';

/** SHA-256, in hex, of a spec as JSON: the same whatever the order of its keys. */
export function specHash(spec: unknown): string {
	return createHash('sha256')
		.update(JSON.stringify(ordered(spec)) ?? '')
		.digest('hex');
}

/** The hash of what counts of an object's spec when it is compared. */
export function hashOf(object: KubeObject): string {
	return specHash(versionKindOf(object)?.comparedSpec(object['spec']) ?? object['spec']);
}

/** Whether a primary has another spec by now than a rollout gave it, or than it had before that. */
export function hasOthersSpec(primary: KubeObject, {from, to}: Pick<Previous, 'from' | 'to'>): boolean {
	return ![from, to].includes(hashOf(primary));
}

function ordered(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(ordered);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.keys(value)
			.toSorted()
			.map(key => [key, ordered(value[key])]),
	);
}
