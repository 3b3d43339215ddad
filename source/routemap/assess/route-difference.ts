import {isRecord, type KubeObject} from '../../objects/object.ts';
import {httpRoutes, virtualServices} from '../../objects/resource.ts';

/**
 * Whether a live route is what we would apply: every field we want has our value, and the fields that our field manager owns are
 * exactly those. Then an apply would change nothing and none is sent. An edit by hand inside a list that is one field for
 * server-side apply (such as `spec.http` of a VirtualService) takes that field from its owner, so ownership tells of edits that
 * only add something. In which of its versions the API shows the object does not matter: whoever reads it chooses that.
 * Rule: Kubernetes, Server-Side Apply, "Field management" and "Merge strategy".
 */
export function isInForce(desired: KubeObject, live: KubeObject | undefined, fieldManager: string): boolean {
	if (!live) return false;
	const owned = live.metadata.managedFields?.find(
		({manager, operation, subresource}) => manager === fieldManager && operation === 'Apply' && !subresource,
	);
	const {apiVersion: _apiVersion, kind, metadata, ...fields} = desired;
	if (!owned || !contains(live, {kind, metadata, ...fields})) return false;
	if (atomicLists.has(kind) && !isComplete(live, desired, false)) return false;
	const {name: _name, namespace: _namespace, ...ownMetadata} = metadata;
	return ownsExactly(owned.fieldsV1, Object.keys(ownMetadata).length > 0 ? {metadata: ownMetadata, ...fields} : fields);
}

/** The kinds whose lists are known: each is one field to its owner, and what a server fills in is known too. */
const atomicLists: ReadonlySet<string> = new Set([virtualServices.kind, httpRoutes.kind]);

const everyPath = {type: 'PathPrefix', value: '/'};

/** What the schemas of the Gateway API fill in inside lists; those of Istio fill in nothing. */
const filledIn: Readonly<Record<string, readonly unknown[]>> = {
	group: ['', 'gateway.networking.k8s.io'],
	kind: ['Service', 'Gateway'],
	weight: [1],
	matches: [[{path: everyPath}]],
	path: [everyPath],
	type: ['PathPrefix', 'Exact', 'Cookie'],
	value: ['/'],
	statusCode: [302],
	lifetimeType: ['Session'],
	maxAge: [5],
};

/**
 * Whether nothing stands in the lists of `live` but what is wanted or was filled in. Managed fields do not tell: what we once
 * wrote inside a list and no longer want, such as the mirror of a rule, is within a field that is ours still.
 */
function isComplete(live: unknown, wanted: unknown, isInList: boolean): boolean {
	if (Array.isArray(live) && Array.isArray(wanted)) {
		return live.every((entry, index) => isComplete(entry, wanted[index], true));
	}

	if (!isRecord(live) || !isRecord(wanted)) return true;
	return Object.entries(live).every(([key, value]) => {
		const own = Object.hasOwn(wanted, key) ? wanted[key] : undefined;
		if (own !== undefined && own !== null) return isComplete(value, own, isInList);
		return !isInList || isFilledIn(key, value);
	});
}

function isFilledIn(key: string, value: unknown): boolean {
	const values = Object.hasOwn(filledIn, key) ? filledIn[key] : undefined;
	return values?.some(each => contains(value, each) && contains(each, value)) === true;
}

/** Whether everything in `wanted` stands in `live`; lists must be of one length, since what a list leaves out is gone. */
export function contains(live: unknown, wanted: unknown): boolean {
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
