import {randomUUID} from 'node:crypto';
import {isDeepStrictEqual} from 'node:util';
import type {ListOptions, WatchEvent, WatchOptions} from '../../objects/cluster.ts';
import {namespacedName, type KubeList, type KubeObject} from '../../objects/object.ts';
import {apiVersionOf, type Resource} from '../../objects/resource.ts';
import {History, type Change} from './history.ts';
import type {Kind} from './kind.ts';
import {kindOf, kindOfObject, storedApiVersion} from './kinds.ts';
import {born, changed, doomed, isReleased, withUpdater} from './next-state.ts';
import {selector, watchEventOf} from './selection.ts';
import {notFound} from './status-error.ts';

interface StoreOptions {
	/** Clock of creation and deletion times. */
	readonly now?: () => Date;
	readonly newUid?: () => string;
}

/**
 * The objects of a cluster in memory, each in its stored version and frozen, and what happened to them: no rules, but that a
 * write that changes nothing is none and that what is marked for deletion goes with its last finalizer.
 */
export class Store {
	readonly history = new History();
	readonly #collections = new Map<string, Map<string, KubeObject>>();
	readonly #listeners = new Set<(change: Change) => void>();
	readonly #now: () => Date;
	readonly newUid: () => string;
	#version = 0;

	constructor({now = () => new Date(), newUid = randomUUID}: StoreOptions = {}) {
		this.#now = now;
		this.newUid = newUid;
	}

	/** Version of the last write. */
	get version(): number {
		return this.#version;
	}

	/** The time as the API writes it: whole seconds. */
	get timestamp(): string {
		return this.#now()
			.toISOString()
			.replace(/\.\d+Z$/, 'Z');
	}

	get now(): Date {
		return this.#now();
	}

	/** Calls back after each write; returns how to end that. */
	onChange(listener: (change: Change) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	find(kind: Kind, namespace: string | undefined, name: string): KubeObject | undefined {
		return this.#collections.get(collectionOf(kind))?.get(keyOf(kind, namespace, name));
	}

	/** All objects of a kind by namespace and name, as they are now or were at a version that the history reaches. */
	all(kind: Kind, version = this.#version): readonly KubeObject[] {
		let objects = this.#collections.get(collectionOf(kind)) ?? new Map<string, KubeObject>();
		if (version < this.#version) {
			objects = new Map(objects);
			for (const {kind: changed, before, after} of this.history.since(version)) {
				const object = before ?? after;
				if (!object || collectionOf(changed) !== collectionOf(kind)) continue;
				const key = keyOf(kind, object.metadata.namespace, object.metadata.name);
				if (before) objects.set(key, before);
				else objects.delete(key);
			}
		}

		return [...objects].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
	}

	/** All objects of all kinds. */
	*everything(): Generator<readonly [Kind, KubeObject]> {
		for (const objects of this.#collections.values()) {
			for (const object of objects.values()) yield [kindOfObject(object), object];
		}
	}

	/** Stores the next state of an object and answers with it, or with what is there when nothing changes. */
	commit(kind: Kind, next: KubeObject): KubeObject {
		const {namespace, name} = next.metadata;
		const before = this.find(kind, namespace, name);
		const resourceVersion = String(this.#version + 1);
		const apiVersion = storedApiVersion(kind);
		const metadata = {...next.metadata, resourceVersion: before?.metadata.resourceVersion};
		if (before && isDeepStrictEqual(before, {...next, apiVersion, metadata})) return before;
		const object = deepFreeze<KubeObject>({...next, apiVersion, metadata: {...next.metadata, resourceVersion}});
		const isGone = isReleased(kind, object);
		const objects = this.#collections.get(collectionOf(kind)) ?? new Map<string, KubeObject>();
		this.#collections.set(collectionOf(kind), objects);
		if (isGone) objects.delete(keyOf(kind, namespace, name));
		else objects.set(keyOf(kind, namespace, name), object);
		const change = {version: ++this.#version, kind, before, after: isGone ? undefined : object};
		this.history.add(change);
		for (const listener of this.#listeners) listener(change);
		return isGone && before ? {...object, metadata: {...object.metadata, ...versionOf(before)}} : object;
	}

	get(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined {
		const found = this.find(kindOf(resource), namespace, name);
		return found && inVersion(found, apiVersionOf(resource));
	}

	list(resource: Resource, namespace?: string, options: ListOptions = {}): KubeList {
		const kind = kindOf(resource);
		const items = this.all(kind)
			.filter(selector(kind, namespace, options))
			.map(object => inVersion(object, apiVersionOf(resource)));
		return {items, resourceVersion: String(this.#version)};
	}

	/** Events from a resourceVersion on; ends when the signal aborts. */
	async *watch(resource: Resource, namespace: string | undefined, options: WatchOptions): AsyncGenerator<WatchEvent> {
		const kind = kindOf(resource);
		const isWanted = selector(kind, namespace, options);
		for await (const change of this.history.after(Number(options.resourceVersion), options.signal)) {
			if (collectionOf(change.kind) !== collectionOf(kind)) continue;
			const event = watchEventOf(change, isWanted);
			if (event) yield {...event, object: inVersion(event.object, apiVersionOf(resource))};
		}
	}

	/**
	 * Stores an object whole, status and finalizers included, whether it exists or not, as the controllers of a cluster may.
	 * A changed spec is a new generation unless the object says which it is.
	 */
	put(object: KubeObject, manager = controller): KubeObject {
		const kind = kindOfObject(object);
		const {resourceVersion: _, managedFields: _managedFields, ...given} = structuredClone(object.metadata);
		const wanted: KubeObject = {...structuredClone(object), metadata: given};
		const live = this.find(kind, given.namespace, given.name);
		if (!live) return this.commit(kind, this.#signed(kind, undefined, this.#born(kind, wanted), manager));
		const next = changed(kind, live, wanted, false);
		const {generation} = next.metadata;
		const isStated = given.generation !== undefined && given.generation !== live.metadata.generation;
		const metadata = {...next.metadata, ...given, ...(generation === undefined || isStated ? {} : {generation})};
		const {status: _status, ...fields} = next;
		const status = wanted['status'] === undefined ? {} : {status: wanted['status']};
		return this.commit(kind, this.#signed(kind, live, {...fields, metadata, ...status}, manager));
	}

	/** Changes the status alone. Throws NotFound. */
	setStatus(
		resource: Resource,
		namespace: string | undefined,
		name: string,
		status: unknown,
		manager = controller,
	): KubeObject {
		const kind = kindOf(resource);
		const live = this.find(kind, namespace, name);
		if (!live) throw notFound(kind, name);
		const next = changed(kind, live, {...live, status: structuredClone(status)}, true);
		return inVersion(this.commit(kind, this.#signed(kind, live, next, manager)), apiVersionOf(resource));
	}

	/** Background deletion: finalizers are waited for. Nothing when there is no such object. */
	remove(resource: Resource, namespace: string | undefined, name: string): void {
		const kind = kindOf(resource);
		const live = this.find(kind, namespace, name);
		if (live) this.commit(kind, doomed(kind, live, this.timestamp, live.metadata.finalizers ?? []));
	}

	#born(kind: Kind, object: KubeObject): KubeObject {
		return born(kind, object, object.metadata.uid ?? this.newUid(), this.timestamp);
	}

	/** The next state with a controller as the owner of what it changes, status and all. */
	#signed(kind: Kind, live: KubeObject | undefined, next: KubeObject, manager: string): KubeObject {
		const writer = {manager, operation: 'Update', apiVersion: storedApiVersion(kind)} as const;
		const signed = withUpdater(kind, live, next, writer, this.timestamp);
		return kind.hasStatus
			? withUpdater(kind, live, signed, {...writer, subresource: 'status'}, this.timestamp)
			: signed;
	}
}

/** Name among the field managers of controllers that give none; KServe's has it too. */
const controller = 'manager';

function versionOf({metadata: {resourceVersion}}: KubeObject): {readonly resourceVersion?: string} {
	return resourceVersion === undefined ? {} : {resourceVersion};
}

/** An object in another of its kind's versions, which differ in nothing but the name (CRD conversion strategy None). */
export function inVersion(object: KubeObject, apiVersion: string): KubeObject {
	return object.apiVersion === apiVersion ? object : {...object, apiVersion};
}

/** Objects of one group and plural are one collection, whatever the version. */
export function collectionOf({group, plural}: Kind): string {
	return `${plural}.${group}`;
}

function keyOf(kind: Kind, namespace: string | undefined, name: string): string {
	return kind.namespaced ? namespacedName(namespace ?? '', name) : name;
}

function deepFreeze<Value>(value: Value): Value {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		for (const entry of Object.values(value)) deepFreeze(entry);
	}

	return value;
}
