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
