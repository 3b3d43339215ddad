import type {KubeObject, ObjectMeta} from '../../objects/object.ts';
import {applied} from './apply.ts';
import type {Kind} from './kind.ts';
import {storedApiVersion} from './kinds.ts';
import type {Manager} from './managed-fields.ts';
import {born, changed, doomed, isReleased, withOwners, withUpdater} from './next-state.ts';
import {alreadyExists, conflict, notFound, StatusError} from './status-error.ts';
import type {Store} from './store.ts';
import {refuseForeignIdentity} from './validation.ts';

/** Who writes, and how. */
export interface Write {
	readonly manager: string;
	/** Version that the writer uses. @default the stored one */
	readonly apiVersion?: string;
	readonly subresource?: 'status' | undefined;
	/** Everything but the storing. */
	readonly dryRun?: boolean | undefined;
}

export interface Deletion {
	readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan' | undefined;
	readonly preconditions?: {readonly uid?: string; readonly resourceVersion?: string} | undefined;
	readonly dryRun?: boolean | undefined;
}

interface Deleted {
	readonly object: KubeObject;
	/** False while finalizers hold it. */
	readonly isGone: boolean;
}

/** What happens to objects between reading and storing them; `before` is undefined for a new one. */
export interface Rules {
	/** Completes an object with the defaults of its type, and refuses it when it breaks a rule. */
	admit(kind: Kind, object: KubeObject, before: KubeObject | undefined): KubeObject;
	/** Fills in what the server itself gives, and what therefore no writer owns. */
	allocate(kind: Kind, object: KubeObject, before: KubeObject | undefined): KubeObject;
}

const noRules: Rules = {admit: (_kind, object) => object, allocate: (_kind, object) => object};

/** Owner of the finalizers that the garbage collector takes away (apimachinery, `meta/v1` finalizers). */
export const orphanFinalizer = 'orphan';
export const foregroundFinalizer = 'foregroundDeletion';

/** The writes of the Kubernetes API on a store. */
export class Writes {
	readonly #store: Store;
	readonly #rules: Rules;

	constructor(store: Store, rules: Partial<Rules> = {}) {
		this.#store = store;
		this.#rules = {...noRules, ...rules};
	}

	create(kind: Kind, object: KubeObject, write: Write): KubeObject {
		const {name, namespace} = object.metadata;
		if (object.metadata.resourceVersion) {
			throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created');
		}

		const fields = withoutStatus(kind, {...object, metadata: writable(kind, object.metadata)});
		const next = this.#rules.admit(kind, this.#born(kind, fields), undefined);
		const existing = this.#store.find(kind, namespace, name);
		if (existing) throw alreadyExists(kind, name, existing.metadata.deletionTimestamp !== undefined);
		return this.#finish(
			kind,
			undefined,
			withUpdater(kind, undefined, next, managerOf(kind, write, 'Update'), this.#time),
			write,
		);
	}

	/** Replaces an object, or the version of it that the new one names. */
	replace(kind: Kind, object: KubeObject, write: Write): KubeObject {
		const {name, namespace, uid} = object.metadata;
		const live = this.#mustFind(kind, namespace, name);
		if (uid && uid !== live.metadata.uid) throw conflict(kind, name, foreignUid(kind, object, live));
		return this.#update(kind, live, object, write);
	}

	/** Changes an object by a patch that is no apply. */
	patch(
		kind: Kind,
		namespace: string | undefined,
		name: string,
		patched: (live: KubeObject) => KubeObject,
		write: Write,
	): KubeObject {
		const live = this.#mustFind(kind, namespace, name);
		const wanted = patched(live);
		refuseForeignIdentity(kind, wanted, live);
		return this.#update(kind, live, wanted, write);
	}

	/** Server-side apply; creates the object when there is none. */
	apply(kind: Kind, object: KubeObject, write: Write & {readonly force?: boolean}): KubeObject {
		const {namespace, name, uid, resourceVersion} = object.metadata;
		const live = this.#store.find(kind, namespace, name);
		if (!live && uid) throw conflict(kind, name, absentUid(uid));
		if (live && resourceVersion && resourceVersion !== live.metadata.resourceVersion) throw conflict(kind, name);
		if (live && uid) refuseForeignIdentity(kind, {...live, metadata: {...live.metadata, uid}}, live);
		const isStatus = kind.hasStatus ? write.subresource === 'status' : undefined;
		const manager = managerOf(kind, write, 'Apply');
		const options = {force: write.force ?? false, time: this.#time, isStatus};
		const result = applied(live, {...object, metadata: writable(kind, object.metadata)}, kind.shape, manager, options);
		if (live) {
			const next = changed(kind, live, result.object, isStatus === true);
			return this.#finish(kind, live, withOwners(this.#rules.admit(kind, next, live), result.owners), write);
		}

		const fields = withoutStatus(kind, result.object);
		const next = this.#rules.admit(kind, this.#born(kind, fields), undefined);
		return this.#finish(kind, undefined, withOwners(next, result.owners), write);
	}

	delete(kind: Kind, namespace: string | undefined, name: string, deletion: Deletion = {}): Deleted {
		const live = this.#mustFind(kind, namespace, name);
		refuseOther(kind, live, deletion);
		const next = doomed(kind, live, this.#time, finalizersOf(live, deletion.propagationPolicy));
		return {object: this.#commit(kind, next, deletion), isGone: isReleased(kind, next)};
	}

	#update(kind: Kind, live: KubeObject, wanted: KubeObject, write: Write): KubeObject {
		const {resourceVersion} = wanted.metadata;
		if (resourceVersion && !/^\d+$/.test(resourceVersion)) {
			throw new StatusError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
		}

		if (resourceVersion && resourceVersion !== live.metadata.resourceVersion) {
			throw conflict(kind, live.metadata.name);
		}

		const next = this.#rules.admit(kind, changed(kind, live, wanted, write.subresource === 'status'), live);
		return this.#finish(kind, live, withUpdater(kind, live, next, managerOf(kind, write, 'Update'), this.#time), write);
	}

	#finish(kind: Kind, before: KubeObject | undefined, next: KubeObject, write: Write): KubeObject {
		return this.#commit(kind, this.#rules.allocate(kind, next, before), write);
	}

	#commit(kind: Kind, next: KubeObject, {dryRun}: Pick<Write, 'dryRun'>): KubeObject {
		return dryRun ? next : this.#store.commit(kind, next);
	}

	#born(kind: Kind, object: KubeObject): KubeObject {
		return born(kind, object, this.#store.newUid(), this.#time);
	}

	#mustFind(kind: Kind, namespace: string | undefined, name: string): KubeObject {
		const found = this.#store.find(kind, namespace, name);
		if (found) return found;
		throw notFound(kind, name);
	}

	get #time(): string {
		return this.#store.timestamp;
	}
}

/** The metadata of a new or applied object, without what the server itself sets. */
function writable(kind: Kind, metadata: ObjectMeta): ObjectMeta {
	const {
		uid: _uid,
		resourceVersion: _resourceVersion,
		generation,
		creationTimestamp: _creationTimestamp,
		deletionTimestamp: _deletionTimestamp,
		managedFields: _managedFields,
		...own
	} = metadata;
	const {
		deletionGracePeriodSeconds: _seconds,
		selfLink: _selfLink,
		...kept
	} = own as ObjectMeta & {
		readonly deletionGracePeriodSeconds?: unknown;
		readonly selfLink?: unknown;
	};
	// where the server counts no generations, a writer may
	return kind.hasGeneration || generation === undefined ? kept : {...kept, generation};
}

/** A new object has no status, where that is a resource of its own. */
function withoutStatus({hasStatus}: Kind, object: KubeObject): KubeObject {
	const {status: _, ...fields} = object;
	return hasStatus ? fields : object;
}

function managerOf(kind: Kind, write: Write, operation: Manager['operation']): Manager {
	return {
		manager: write.manager,
		operation,
		apiVersion: write.apiVersion ?? storedApiVersion(kind),
		...(write.subresource ? {subresource: write.subresource} : {}),
	};
}

function finalizersOf({metadata}: KubeObject, policy: Deletion['propagationPolicy']): readonly string[] {
	const own = (metadata.finalizers ?? []).filter(
		finalizer => policy === undefined || (finalizer !== orphanFinalizer && finalizer !== foregroundFinalizer),
	);
	if (policy === 'Orphan') return [...own, orphanFinalizer];
	return policy === 'Foreground' ? [...own, foregroundFinalizer] : own;
}

function refuseOther(kind: Kind, {metadata}: KubeObject, {preconditions = {}}: Deletion): void {
	const {uid, resourceVersion} = preconditions;
	const {name} = metadata;
	if (uid !== undefined && uid !== metadata.uid) {
		throw otherObject(
			kind,
			name,
			`the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
		);
	}

	if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
		throw otherObject(
			kind,
			name,
			`the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
		);
	}
}

/** Here the API server names the kind, not its plural. */
function otherObject(kind: Kind, name: string, message: string): StatusError {
	return conflict({...kind, plural: kind.kind}, name, message);
}

function absentUid(uid: string): string {
	return `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
}

function foreignUid(kind: Kind, {metadata}: KubeObject, live: KubeObject): string {
	const path = [kind.group, kind.plural, metadata.namespace, metadata.name].filter(Boolean).join('/');
	return `StorageError: invalid object, Code: 4, Key: /registry/${path}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${live.metadata.uid}`;
}
