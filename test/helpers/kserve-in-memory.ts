import {fieldAt, namespacedName, type KubeObject} from '../../source/objects/object.ts';
import {inferenceServices} from '../../source/objects/resource.ts';
import type {MemoryCluster} from './memory-cluster.ts';

/** Plays KServe's status in Knative mode for the InferenceServices of a memory cluster: each new generation is a new revision. */
export async function playKserve(cluster: MemoryCluster, signal: AbortSignal): Promise<void> {
	const loaded = new Map<string, number>();
	const see = (object: KubeObject): void => {
		const {name, namespace = '', generation = 1, deletionTimestamp} = object.metadata;
		const key = namespacedName(namespace, name);
		if (deletionTimestamp !== undefined || loaded.get(key) === generation) return;
		loaded.set(key, generation);
		cluster.setStatus(inferenceServices, namespace, name, statusOf(object, generation));
	};
	const {items, resourceVersion} = await cluster.list(inferenceServices, undefined);
	for (const item of items) see(item);
	try {
		for await (const event of cluster.watch(inferenceServices, undefined, {resourceVersion, signal})) {
			if (event.type === 'ADDED' || event.type === 'MODIFIED') see(event.object);
			const {namespace = '', name} = event.object.metadata;
			if (event.type === 'DELETED') loaded.delete(namespacedName(namespace, name));
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}

/** A model whose storageUri contains `broken` does not load; every other is ready at once. */
function statusOf(object: KubeObject, generation: number): unknown {
	const uri = fieldAt(object, 'spec', 'predictor', 'model', 'storageUri');
	const isBroken = typeof uri === 'string' && uri.includes('broken');
	const revision = `${object.metadata.name}-predictor-${String(generation).padStart(5, '0')}`;
	return {
		url: `http://${object.metadata.name}`,
		observedGeneration: generation,
		conditions: [{type: 'Ready', status: isBroken ? 'False' : 'True', lastTransitionTime: '2026-01-01T12:00:00Z'}],
		components: {predictor: {latestCreatedRevision: revision, ...(isBroken ? {} : {latestReadyRevision: revision})}},
		modelStatus: isBroken
			? {
					transitionStatus: 'BlockedByFailedLoad',
					states: {activeModelState: '', targetModelState: 'FailedToLoad'},
					lastFailureInfo: {reason: 'ModelLoadFailed', message: 'no such model'},
				}
			: {transitionStatus: 'UpToDate', states: {activeModelState: 'Loaded', targetModelState: 'Loaded'}},
	};
}
