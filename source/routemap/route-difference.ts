import {isRecord, type KubeObject} from '../objects/object.ts';

/**
 * Whether a live route is what we would apply: every field we want has our value, and the fields that our field manager owns are
 * exactly those. Then an apply would change nothing and none is sent. An edit by hand inside a list that is one field for
 * server-side apply (such as `spec.http` of a VirtualService) takes that field from its owner, so ownership tells of edits that
 * only add something. Rule: Kubernetes, Server-Side Apply, "Field management" and "Merge strategy".
 */
export function isInForce(desired: KubeObject, live: KubeObject | undefined, fieldManager: string): boolean {
	if (!live) return false;
	const owned = live.metadata.managedFields?.find(
		({manager, operation, subresource}) => manager === fieldManager && operation === 'Apply' && !subresource,
	);
	if (!owned || !contains(live, desired)) return false;
	const {apiVersion: _apiVersion, kind: _kind, metadata, ...fields} = desired;
	const {name: _name, namespace: _namespace, ...ownMetadata} = metadata;
	return ownsExactly(owned.fieldsV1, Object.keys(ownMetadata).length > 0 ? {metadata: ownMetadata, ...fields} : fields);
}

/** Whether everything in `wanted` stands in `live`; lists must be of one length, since what a list leaves out is gone. */
function contains(live: unknown, wanted: unknown): boolean {
	if (Array.isArray(wanted)) {
		return (
			Array.isArray(live) &&
			live.length === wanted.length &&
			wanted.every((entry, index) => contains(live[index], entry))
		);
	}

	if (isRecord(wanted)) {
		return (
			isRecord(live) &&
			Object.entries(wanted).every(
				([key, value]) => value === null || value === undefined || contains(live[key], value),
			)
		);
	}

	return live === wanted;
}

/** Whether a set of managed fields (FieldsV1) covers a value and nothing beyond it. */
function ownsExactly(fields: unknown, value: unknown): boolean {
	if (!isRecord(fields)) return false;
	const owned = Object.keys(fields).filter(key => key !== '.');
	if (owned.length === 0) return true;
	if (Array.isArray(value)) return owned.length === value.length;
	if (!isRecord(value)) return false;
	const wanted = Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined);
	return owned.length === wanted.length && wanted.every(([key, entry]) => ownsExactly(fields[`f:${key}`], entry));
}
