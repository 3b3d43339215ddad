import {hasReason, type Cluster, type JsonPatchOperation} from '../../objects/cluster.ts';
import {finalizer} from '../../objects/labels.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {Resource} from '../../objects/resource.ts';

/**
 * Puts our finalizer on an object. The patch tests uid and list of finalizers, so it changes only the object that was looked at
 * and takes nothing from other finalizers; a rejection with Invalid means that the object has changed since: look again.
 */
export async function addFinalizer(
	cluster: Cluster,
	resource: Resource,
	object: KubeObject,
	fieldManager: string,
): Promise<void> {
	const present = object.metadata.finalizers;
	const added: readonly JsonPatchOperation[] = present
		? [
				{op: 'test', path: '/metadata/finalizers', value: present},
				{op: 'add', path: '/metadata/finalizers/-', value: finalizer},
			]
		: [
				{op: 'test', path: '/metadata/finalizers', value: null},
				{op: 'add', path: '/metadata/finalizers', value: [finalizer]},
			];
	await patch(cluster, resource, object, added, fieldManager);
}

/** Takes our finalizer from an object; one that is gone already, or has it no more, is as wanted. */
export async function releaseFinalizer(
	cluster: Cluster,
	resource: Resource,
	object: KubeObject,
	fieldManager: string,
): Promise<void> {
	const index = object.metadata.finalizers?.indexOf(finalizer) ?? -1;
	if (index < 0) return;
	const path = `/metadata/finalizers/${index}`;
	try {
		await patch(
			cluster,
			resource,
			object,
			[
				{op: 'test', path, value: finalizer},
				{op: 'remove', path},
			],
			fieldManager,
		);
	} catch (error) {
		if (!hasReason(error, 'NotFound')) throw error;
	}
}

async function patch(
	cluster: Cluster,
	resource: Resource,
	object: KubeObject,
	operations: readonly JsonPatchOperation[],
	fieldManager: string,
): Promise<void> {
	const {namespace, name, uid} = object.metadata;
	const guarded: readonly JsonPatchOperation[] = [{op: 'test', path: '/metadata/uid', value: uid}, ...operations];
	await cluster.patch(resource, namespace, name, guarded, {fieldManager});
}
