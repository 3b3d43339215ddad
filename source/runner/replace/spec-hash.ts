import {createHash} from 'node:crypto';
import {isRecord, type KubeObject} from '../../objects/object.ts';
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

function ordered(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(ordered);
	if (!isRecord(value)) return value;
	return Object.fromEntries(
		Object.keys(value)
			.toSorted()
			.map(key => [key, ordered(value[key])]),
	);
}
