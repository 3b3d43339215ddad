import {namespacedName, type KubeObject} from '../objects/object.ts';

/** Told of one object that appeared (no previous), changed, or vanished (no current). */
export type OnUpdate = (key: string, current: KubeObject | undefined, previous: KubeObject | undefined) => void;

/** The last known state of a resource's objects. */
export interface ObjectStore {
	get(namespace: string | undefined, name: string): KubeObject | undefined;
	values(): IterableIterator<KubeObject>;
	/** An object as it is now. */
	set(object: KubeObject): void;
	delete(object: KubeObject): void;
	/** All objects as they are now; the others are gone. */
	replace(objects: readonly KubeObject[]): void;
	/** Tells all objects again, current and previous the same. */
	retell(): void;
}

/** A store that keeps what `transform` makes of each object (undefined: nothing) and tells what changes, each change once. */
export function createObjectStore(
	transform: (object: KubeObject) => KubeObject | undefined,
	onUpdate: OnUpdate,
): ObjectStore {
	const stored = new Map<string, KubeObject>();

	function set(key: string, object: KubeObject): void {
		const previous = stored.get(key);
		if (previous !== undefined && isSame(previous, object)) return;
		const current = transform(object);
		if (current === undefined) {
			remove(key);
		} else {
			stored.set(key, current);
			onUpdate(key, current, previous);
		}
	}

	function remove(key: string): void {
		const previous = stored.get(key);
		if (stored.delete(key)) onUpdate(key, undefined, previous);
	}

	return {
		get: (namespace, name) => stored.get(namespacedName(namespace ?? '', name)),
		values: () => stored.values(),
		set: object => set(keyOf(object), object),
		delete: object => remove(keyOf(object)),
		replace(objects) {
			const gone = new Set(stored.keys());
			for (const object of objects) {
				const key = keyOf(object);
				gone.delete(key);
				set(key, object);
			}

			for (const key of gone) remove(key);
		},
		retell() {
			for (const [key, object] of stored) onUpdate(key, object, object);
		},
	};
}

function isSame(known: KubeObject, {metadata}: KubeObject): boolean {
	return known.metadata.uid === metadata.uid && known.metadata.resourceVersion === metadata.resourceVersion;
}

function keyOf({metadata}: KubeObject): string {
	return namespacedName(metadata.namespace ?? '', metadata.name);
}
