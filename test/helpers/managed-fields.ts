import {isDeepStrictEqual} from 'node:util';
import {isRecord, type KubeObject, type ManagedFields} from '../../source/objects/object.ts';

/** The leaves of what is managed: each path as JSON of FieldsV1 keys, with its value. */
export type Leaves = ReadonlyMap<string, unknown>;

/** Who owns which leaf paths, and by which kind of write. */
export interface Owner {
	readonly manager: string;
	readonly operation: 'Apply' | 'Update';
	readonly paths: ReadonlySet<string>;
}

const keptByServer = new Set([
	'name',
	'namespace',
	'uid',
	'resourceVersion',
	'generation',
	'creationTimestamp',
	'deletionTimestamp',
	'managedFields',
]);

/**
 * The fields of an object that a writer owns. Lists are one field each ("atomic", as in most custom resources), but for the two of
 * the metadata that merge: finalizers by value, owner references by uid.
 */
export function leavesOf({
	apiVersion: _apiVersion,
	kind: _kind,
	status: _status,
	metadata,
	...fields
}: KubeObject): Leaves {
	const own = Object.entries(metadata).filter(([key]) => !keptByServer.has(key));
	const leaves = new Map<string, unknown>();
	if (own.length > 0) collect(Object.fromEntries(own), ['f:metadata'], leaves);
	for (const [key, value] of Object.entries(fields)) collect(value, [`f:${key}`], leaves);
	return leaves;
}

function collect(value: unknown, path: readonly string[], leaves: Map<string, unknown>): void {
	if (value === undefined || value === null) return;
	const place = path.join(' ');
	if (Array.isArray(value) && place === 'f:metadata f:finalizers') {
		for (const entry of value) leaves.set(JSON.stringify([...path, `v:${JSON.stringify(entry)}`]), entry);
	} else if (Array.isArray(value) && place === 'f:metadata f:ownerReferences') {
		for (const entry of value) leaves.set(JSON.stringify([...path, `k:${JSON.stringify({uid: entry.uid})}`]), entry);
	} else if (isRecord(value) && Object.keys(value).length > 0) {
		for (const [key, entry] of Object.entries(value)) collect(entry, [...path, `f:${key}`], leaves);
	} else leaves.set(JSON.stringify(path), value);
}

/** The owners as `metadata.managedFields` shows them. */
export function managedFieldsOf(owners: readonly Owner[]): readonly ManagedFields[] {
	return owners.map(({manager, operation, paths}) => ({manager, operation, fieldsV1: fieldsV1(paths)}));
}

function fieldsV1(paths: ReadonlySet<string>): Record<string, unknown> {
	const root: Record<string, unknown> = {};
	for (const path of paths) {
		let node = root;
		for (const key of JSON.parse(path) as string[]) node = (node[key] ??= {}) as Record<string, unknown>;
	}

	return root;
}

/** The owners after an update that is no apply: whoever changes or adds a field owns it, and nobody owns what is gone. */
export function ownersAfterUpdate(
	owners: readonly Owner[],
	manager: string,
	before: Leaves,
	after: Leaves,
): readonly Owner[] {
	const changed = new Set(
		[...after].filter(([path, value]) => !isDeepStrictEqual(before.get(path), value)).map(([path]) => path),
	);
	const kept = owners.map(owner => ({
		...owner,
		paths: new Set([...owner.paths].filter(path => after.has(path) && !changed.has(path))),
	}));
	return withOwner(kept, manager, 'Update', changed);
}

/** The owners after an apply: the manager owns what it applied and nothing else; with `force` it takes that from others. */
export function ownersAfterApply(
	owners: readonly Owner[],
	manager: string,
	applied: Leaves,
	before: Leaves,
): readonly Owner[] {
	const others = owners
		.filter(owner => !(owner.manager === manager && owner.operation === 'Apply'))
		.map(owner => ({
			...owner,
			paths: new Set(
				[...owner.paths].filter(path => !applied.has(path) || isDeepStrictEqual(applied.get(path), before.get(path))),
			),
		}));
	return withOwner(others, manager, 'Apply', new Set(applied.keys()));
}

function withOwner(
	owners: readonly Owner[],
	manager: string,
	operation: Owner['operation'],
	paths: ReadonlySet<string>,
): readonly Owner[] {
	const same = owners.find(owner => owner.manager === manager && owner.operation === operation);
	const merged = {manager, operation, paths: new Set([...(same?.paths ?? []), ...paths])};
	return [...owners.filter(owner => owner !== same), merged]
		.filter(owner => owner.paths.size > 0)
		.toSorted((a, b) => `${a.manager} ${a.operation}`.localeCompare(`${b.manager} ${b.operation}`, 'en'));
}

/** The managers whose fields an apply without force would change. */
export function conflictsWith(
	owners: readonly Owner[],
	manager: string,
	applied: Leaves,
	before: Leaves,
): readonly string[] {
	return owners
		.filter(owner => !(owner.manager === manager && owner.operation === 'Apply'))
		.filter(({paths}) =>
			[...paths].some(path => applied.has(path) && !isDeepStrictEqual(applied.get(path), before.get(path))),
		)
		.map(owner => owner.manager);
}

/** An object built from leaves on top of what the server keeps. */
export function withLeaves(identity: KubeObject, leaves: Leaves): KubeObject {
	const {apiVersion, kind, metadata, status} = identity;
	const own = Object.entries(metadata).filter(([key]) => keptByServer.has(key));
	const root: Record<string, unknown> = {apiVersion, kind, metadata: Object.fromEntries(own)};
	for (const [path, value] of leaves) place(root, JSON.parse(path) as string[], value);
	return {...root, ...(status === undefined ? {} : {status})} as KubeObject;
}

function place(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
	const isEntry = !path.at(-1)?.startsWith('f:');
	const keys = (isEntry ? path.slice(0, -1) : path).map(key => key.slice(2));
	const last = keys.pop() ?? '';
	let node = root;
	for (const key of keys) node = (node[key] ??= {}) as Record<string, unknown>;
	node[last] = isEntry ? [...((node[last] as unknown[] | undefined) ?? []), value] : value;
}
