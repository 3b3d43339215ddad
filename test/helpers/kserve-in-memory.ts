import {fieldAt, namespacedName, type KubeObject} from '../../source/objects/object.ts';
import {inferenceServices} from '../../source/objects/resource.ts';
import {loadOutcome, type LoadOutcome} from './load-outcome.ts';
import type {MemoryCluster} from './memory-cluster.ts';

/** Plays KServe's status in Knative mode for the InferenceServices of a memory cluster: each new generation is a new revision. */
export async function playKserve(cluster: MemoryCluster, signal: AbortSignal): Promise<void> {
	const loaded = new Map<string, number>();
	const see = ({metadata}: KubeObject): void => {
		// As it is now: what an event tells may be gone.
		const object = cluster.peek(inferenceServices, metadata.namespace, metadata.name);
		if (!object) return;
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

/** A model is ready at once, unless its storageUri says otherwise: then the revision that was ready before serves on. */
function statusOf(object: KubeObject, generation: number): unknown {
	const {name} = object.metadata;
	const outcome = loadOutcome(fieldAt(object, 'spec', 'predictor', 'model', 'storageUri'), name, generation);
	const revision = `${name}-predictor-${String(generation).padStart(5, '0')}`;
	const before = fieldAt(object, 'status', 'components', 'predictor', 'latestReadyRevision');
	const ready = outcome === 'ready' ? revision : before;
	const isServing = ready !== undefined;
	const activeModelState = isServing ? 'Loaded' : '';
	const condition = (type: string, isMet: boolean) => ({
		type,
		status: isMet ? 'True' : 'False',
		lastTransitionTime: '2026-01-01T12:00:00Z',
	});
	return {
		url: `http://${name}`,
		observedGeneration: generation,
		conditions: [
			condition('Ready', outcome === 'ready'),
			...(outcome !== 'ready' && isServing ? [condition('IngressReady', true)] : []),
		],
		components: {
			predictor: {
				latestCreatedRevision: revision,
				...(isServing && {latestReadyRevision: ready}),
				...(outcome !== 'ready' && isServing && {traffic: [{revisionName: ready, percent: 100}]}),
			},
		},
		modelStatus: modelStatuses(activeModelState)[outcome],
	};
}

function modelStatuses(activeModelState: string): Readonly<Record<LoadOutcome, unknown>> {
	return {
		ready: {transitionStatus: 'UpToDate', states: {activeModelState, targetModelState: 'Loaded'}},
		slow: {transitionStatus: 'InProgress', states: {activeModelState, targetModelState: 'Loading'}},
		broken: {
			transitionStatus: 'BlockedByFailedLoad',
			states: {activeModelState, targetModelState: 'FailedToLoad'},
			lastFailureInfo: {reason: 'ModelLoadFailed', message: 'no such model'},
		},
	};
}
