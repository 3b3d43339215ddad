import {finalizer} from './labels.ts';
import type {KubeObject} from './object.ts';

/** Whether an object bears our finalizer. */
export function hasFinalizer(object: KubeObject): boolean {
	return object.metadata.finalizers?.includes(finalizer) ?? false;
}

/** Whether the object is being deleted and waits for us. */
export function isLeaving(object: KubeObject): boolean {
	return object.metadata.deletionTimestamp !== undefined && hasFinalizer(object);
}

/**
 * Finalizers that end by themselves once what is below the object is gone: KServe's (`pkg/controller/v1beta1/inferenceservice`), and
 * those of the garbage collector (Kubernetes, "Garbage Collection").
 */
const usual: ReadonlySet<string> = new Set(['inferenceservice.finalizers', 'foregroundDeletion', 'orphan']);

/** The finalizers that an object which is being deleted waits for and that are neither ours nor a matter of course. */
export function strangersHolding({metadata: {deletionTimestamp, finalizers = []}}: KubeObject): readonly string[] {
	return deletionTimestamp === undefined ? [] : finalizers.filter(name => name !== finalizer && !usual.has(name));
}
