import type {KubeObject} from '../../objects/object.ts';
import {namespaces} from '../../objects/resource.ts';
import {kindOf} from './kinds.ts';
import {collectionOf, type Store} from './store.ts';
import type {Writes} from './writes.ts';

const namespaceKind = kindOf(namespaces);

/**
 * Empties namespaces that are being deleted, and lets them go when nothing is left in them (the namespace controller). Acts in
 * a later turn of the event loop, once for all that happens until then. Returns how to end it.
 */
export function keepNamespaces(store: Store, writes: Writes): () => void {
	const ending = new Set<string>();
	let scheduled: NodeJS.Immediate | undefined;
	const run = (): void => {
		scheduled = undefined;
		for (const name of ending) if (!empties(store, writes, name)) ending.delete(name);
	};
	const stop = store.onChange(({kind, after}) => {
		const isNamespace = collectionOf(kind) === collectionOf(namespaceKind);
		if (isNamespace && after?.metadata.deletionTimestamp !== undefined) ending.add(after.metadata.name);
		if (ending.size > 0) scheduled ??= setImmediate(run);
	});
	return () => {
		stop();
		clearImmediate(scheduled);
	};
}

/** Deletes what is in a namespace; false when the namespace is gone. */
function empties(store: Store, writes: Writes, name: string): boolean {
	const namespace = store.find(namespaceKind, undefined, name);
	if (!namespace) return false;
	const content = [...store.everything()].filter(([, object]) => object.metadata.namespace === name);
	for (const [kind, {metadata}] of content) {
		if (metadata.deletionTimestamp === undefined && store.find(kind, name, metadata.name)) {
			writes.delete(kind, name, metadata.name, {propagationPolicy: 'Background'});
		}
	}

	if (content.length === 0) store.commit(namespaceKind, released(namespace));
	return true;
}

/** The finalizer of a namespace stands in its spec; an own one in the metadata holds it all the same. */
function released(namespace: KubeObject): KubeObject {
	return {...namespace, spec: {}};
}
