import type {KubeObject, OwnerReference} from '../../objects/object.ts';
import type {Change} from './history.ts';
import type {Kind} from './kind.ts';
import type {Store} from './store.ts';
import {foregroundFinalizer, orphanFinalizer, type Writes} from './writes.ts';

interface GarbageCollectorOptions {
	/** Whether an owner that was never there counts as gone. @default true */
	readonly knowsAllOwners?: boolean;
	/** Time from an owner's end to the deletion of what it owned, in milliseconds. @default none */
	readonly delayMs?: number;
}

interface Node {
	readonly kind: Kind;
	readonly object: KubeObject;
}

/** The garbage collector's own name among the managers of fields. */
const write = {manager: 'kube-controller-manager'};

/**
 * Deletes what no owner owns any more, and what a foreground deletion waits for, and orphans what it must
 * ("Garbage Collection", Kubernetes documentation). Owners are told by their uid, in the namespace of what they own or in none.
 */
export class GarbageCollector {
	readonly #writes: Writes;
	readonly #knowsAllOwners: boolean;
	readonly #delayMs: number;
	/** By uid. */
	readonly #nodes = new Map<string, Node>();
	/** Uids of what has an owner, by the owner's uid. */
	readonly #dependents = new Map<string, Set<string>>();
	readonly #gone = new Set<string>();

	constructor(writes: Writes, {knowsAllOwners = true, delayMs = 0}: GarbageCollectorOptions = {}) {
		this.#writes = writes;
		this.#knowsAllOwners = knowsAllOwners;
		this.#delayMs = delayMs;
	}

	/** Begins with what is there. */
	watch(store: Store): void {
		for (const [kind, object] of store.everything()) this.#index({version: 0, kind, before: undefined, after: object});
		store.onChange(change => {
			this.#index(change);
			this.#react(change);
		});
	}

	#index({kind, before, after}: Change): void {
		const uid = (after ?? before)?.metadata.uid ?? '';
		for (const owner of ownersOf(before)) this.#dependents.get(owner.uid)?.delete(uid);
		for (const owner of ownersOf(after)) {
			const dependents = this.#dependents.get(owner.uid) ?? new Set();
			this.#dependents.set(owner.uid, dependents.add(uid));
		}

		if (after) this.#nodes.set(uid, {kind, object: after});
		else {
			this.#nodes.delete(uid);
			if (!this.#knowsAllOwners) this.#gone.add(uid);
		}
	}

	#react({kind, before, after}: Change): void {
		if (after) {
			this.#collect({kind, object: after});
			this.#finish({kind, object: after});
		} else if (before) {
			if (this.#delayMs === 0) this.#collectAfter(before);
			else setTimeout(() => this.#collectAfter(before), this.#delayMs).unref();
		}

		for (const {uid} of ownersOf(before)) {
			const owner = this.#nodes.get(uid);
			if (owner) this.#finish(owner);
		}
	}

	#collectAfter(owner: KubeObject): void {
		for (const dependent of this.#dependentsOf(owner)) this.#collect(dependent);
		this.#dependents.delete(owner.metadata.uid ?? '');
	}

	/** Deletes an object whose owners are all gone; of several owners, takes those away that are. */
	#collect({kind, object}: Node): void {
		const owners = ownersOf(object);
		const {namespace, name, deletionTimestamp} = object.metadata;
		const alive = owners.filter(owner => this.#isAlive(owner, namespace));
		if (owners.length === alive.length || deletionTimestamp !== undefined) return;
		if (alive.length === 0) this.#writes.delete(kind, namespace, name, {propagationPolicy: 'Background'});
		else this.#disown({kind, object}, alive);
	}

	/** Does what a deletion with the Orphan or Foreground policy waits for, and ends the wait. */
	#finish(node: Node): void {
		const {deletionTimestamp, finalizers = []} = node.object.metadata;
		if (deletionTimestamp === undefined) return;
		const dependents = this.#dependentsOf(node.object);
		if (finalizers.includes(orphanFinalizer)) {
			for (const dependent of dependents) {
				const {uid} = node.object.metadata;
				this.#disown(
					dependent,
					ownersOf(dependent.object).filter(owner => owner.uid !== uid),
				);
			}

			this.#release(node, orphanFinalizer);
		} else if (finalizers.includes(foregroundFinalizer)) {
			for (const {kind, object} of dependents) {
				const {namespace, name} = object.metadata;
				if (object.metadata.deletionTimestamp === undefined) {
					this.#writes.delete(kind, namespace, name, {propagationPolicy: 'Background'});
				}
			}

			const uid = node.object.metadata.uid;
			const blocks = (owner: OwnerReference): boolean => owner.uid === uid && owner.blockOwnerDeletion === true;
			const left = this.#dependentsOf(node.object).filter(({object}) => ownersOf(object).some(blocks));
			if (left.length === 0) this.#release(node, foregroundFinalizer);
		}
	}

	#release({kind, object}: Node, finalizer: string): void {
		const {namespace, name, uid = ''} = object.metadata;
		if (!this.#nodes.get(uid)?.object.metadata.finalizers?.includes(finalizer)) return;
		this.#writes.patch(
			kind,
			namespace,
			name,
			live => withMetadata(live, 'finalizers', live.metadata.finalizers?.filter(entry => entry !== finalizer) ?? []),
			write,
		);
	}

	#disown({kind, object}: Node, owners: readonly OwnerReference[]): void {
		const {namespace, name} = object.metadata;
		this.#writes.patch(kind, namespace, name, live => withMetadata(live, 'ownerReferences', owners), write);
	}

	#dependentsOf({metadata}: KubeObject): readonly Node[] {
		const uids = this.#dependents.get(metadata.uid ?? '') ?? [];
		return [...uids].map(uid => this.#nodes.get(uid)).filter(node => node !== undefined);
	}

	#isAlive({uid}: OwnerReference, namespace: string | undefined): boolean {
		if (!this.#knowsAllOwners) return !this.#gone.has(uid);
		const owner = this.#nodes.get(uid)?.object.metadata;
		return owner !== undefined && (owner.namespace === undefined || owner.namespace === namespace);
	}
}

function ownersOf(object: KubeObject | undefined): readonly OwnerReference[] {
	return object?.metadata.ownerReferences ?? [];
}

function withMetadata(object: KubeObject, key: 'finalizers' | 'ownerReferences', list: readonly unknown[]): KubeObject {
	const {[key]: _, ...metadata} = object.metadata;
	return {...object, metadata: {...metadata, ...(list.length > 0 ? {[key]: list} : {})}};
}
