import {isDeepStrictEqual} from 'node:util';
import {listAt, type KubeObject, type ObjectMeta} from '../../objects/object.ts';
import type {Kind} from './kind.ts';
import {
	difference,
	ownableFields,
	ownersAfterUpdate,
	ownersOf,
	writeOwners,
	type Manager,
	type Owner,
} from './managed-fields.ts';

/** What the server keeps of an object's metadata, whatever a writer says. */
const identityKeys = [
	'name',
	'namespace',
	'uid',
	'resourceVersion',
	'generation',
	'creationTimestamp',
	'deletionTimestamp',
	'deletionGracePeriodSeconds',
] as const;

/** A new object with the identity that the server gives it. */
export function born(kind: Kind, object: KubeObject, uid: string, time: string): KubeObject {
	const {resourceVersion: _, generation, ...metadata} = object.metadata;
	return {
		...object,
		metadata: {
			...metadata,
			uid: metadata.uid ?? uid,
			creationTimestamp: metadata.creationTimestamp ?? time,
			...(kind.hasGeneration ? {generation: generation ?? 1} : generation === undefined ? {} : {generation}),
		},
	};
}

/**
 * What a write makes of an object: its identity stays, the status is changed by writes to the status and nothing else is, and a
 * change of anything but metadata and status is a new generation (API conventions, metadata).
 */
export function changed(kind: Kind, live: KubeObject, wanted: KubeObject, isStatus: boolean): KubeObject {
	const {status, ...fields} = isStatus ? {...live, status: wanted['status']} : wanted;
	const kept = isStatus || !kind.hasStatus ? status : live['status'];
	const managedFields = wanted.metadata.managedFields;
	const next: KubeObject = {
		...fields,
		apiVersion: live.apiVersion,
		kind: live.kind,
		metadata: {...(isStatus ? live.metadata : withoutIdentity(wanted.metadata)), ...identity(live.metadata)},
		...(kept === undefined ? {} : {status: kept}),
	};
	const {generation} = live.metadata;
	const isNew = kind.hasGeneration && !isDeepStrictEqual(contentOf(live), contentOf(next));
	return {
		...next,
		metadata: {
			...next.metadata,
			...(isNew ? {generation: (generation ?? 0) + 1} : {}),
			...(managedFields ? {managedFields} : {}),
		},
	};
}

/** An object that is deleted: marked, with the finalizers that the deletion waits for. */
export function doomed(kind: Kind, object: KubeObject, time: string, finalizers: readonly string[]): KubeObject {
	const {finalizers: _, generation, ...metadata} = object.metadata;
	const isNew = kind.hasGeneration && generation !== undefined && metadata.deletionTimestamp === undefined;
	return {
		...object,
		metadata: {
			...metadata,
			deletionTimestamp: metadata.deletionTimestamp ?? time,
			...(isNamespace(kind) ? {} : {deletionGracePeriodSeconds: 0}),
			...(generation === undefined ? {} : {generation: generation + (isNew ? 1 : 0)}),
			...(finalizers.length > 0 ? {finalizers} : {}),
		},
		...(isNamespace(kind) ? {status: {phase: 'Terminating'}} : {}),
	};
}

/** Whether an object that is marked for deletion goes now: nothing holds it. Namespaces have a finalizer in their spec, too. */
export function isReleased(kind: Kind, object: KubeObject): boolean {
	const {deletionTimestamp, finalizers = []} = object.metadata;
	const holders = isNamespace(kind) ? [...finalizers, ...listAt(object, 'spec', 'finalizers')] : finalizers;
	return deletionTimestamp !== undefined && holders.length === 0;
}

function isNamespace({group, plural}: Kind): boolean {
	return group === '' && plural === 'namespaces';
}

/** The next state with its managed fields, after a write that is no apply. */
export function withUpdater(
	kind: Kind,
	live: KubeObject | undefined,
	next: KubeObject,
	manager: Manager,
	time: string,
): KubeObject {
	const isStatus = kind.hasStatus ? manager.subresource === 'status' : undefined;
	const before = ownableFields(live, kind.shape, isStatus);
	const change = difference(before, ownableFields(next, kind.shape, isStatus), kind.shape);
	const owners = ownersOf((next.metadata.managedFields ?? []).length > 0 ? next : live);
	// what nobody has begun to track, no update begins to
	if (live && ownersOf(live).length === 0 && owners.length === 0) return withOwners(next, []);
	return withOwners(next, ownersAfterUpdate(owners, manager, change, time));
}

/** An object with its owners written down. */
export function withOwners(object: KubeObject, owners: readonly Owner[]): KubeObject {
	const {managedFields: _, ...metadata} = object.metadata;
	const managedFields = writeOwners(owners);
	return {...object, metadata: {...metadata, ...(managedFields.length > 0 ? {managedFields} : {})}};
}

/** All but what generations do not count. */
function contentOf({apiVersion: _a, kind: _k, metadata: _m, status: _s, ...content}: KubeObject): unknown {
	return content;
}

function identity(metadata: ObjectMeta): ObjectMeta {
	return pick(metadata, key => isIdentity(key));
}

function withoutIdentity(metadata: ObjectMeta): Omit<ObjectMeta, 'name'> {
	return pick(metadata, key => !isIdentity(key));
}

function isIdentity(key: string): boolean {
	return (identityKeys as readonly string[]).includes(key);
}

function pick(metadata: ObjectMeta, isWanted: (key: string) => boolean): ObjectMeta {
	return Object.fromEntries(Object.entries(metadata).filter(([key]) => isWanted(key))) as unknown as ObjectMeta;
}
