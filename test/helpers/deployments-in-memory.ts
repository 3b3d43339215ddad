import {isDeepStrictEqual} from 'node:util';
import {fieldAt, namespacedName, type KubeObject} from '../../source/objects/object.ts';
import {deployments} from '../../source/objects/resource.ts';
import type {MemoryCluster} from './memory-cluster.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** Plays the Deployment controller for the Deployments of a memory cluster: each new template is a revision, and its pods are there at once. */
export async function playDeployments(cluster: MemoryCluster, signal: AbortSignal): Promise<void> {
	const templates = new Map<string, unknown>();
	const see = (object: KubeObject): void => {
		const {name, namespace = '', uid, deletionTimestamp, annotations, generation = 1} = object.metadata;
		const key = `${namespacedName(namespace, name)} ${uid}`;
		const template = fieldAt(object, 'spec', 'template');
		if (deletionTimestamp !== undefined) return;
		const revision = Number(annotations?.[revisionAnnotation] ?? 0);
		const isNew = revision === 0 || (templates.has(key) && !isDeepStrictEqual(templates.get(key), template));
		templates.set(key, template);
		if (isNew) {
			const numbered = {...annotations, [revisionAnnotation]: String(revision + 1)};
			cluster.put({...object, metadata: {...object.metadata, annotations: numbered}});
		}

		const replicas = fieldAt(object, 'spec', 'replicas') ?? 1;
		const conditions = [{type: 'Available', status: 'True', lastTransitionTime: '2026-01-01T12:00:00Z'}];
		const counts = {replicas, updatedReplicas: replicas, availableReplicas: replicas};
		const status = {observedGeneration: generation, ...counts, conditions};
		if (!isDeepStrictEqual(object['status'], status)) cluster.setStatus(deployments, namespace, name, status);
	};
	const {items, resourceVersion} = await cluster.list(deployments, undefined);
	for (const item of items) see(item);
	try {
		for await (const event of cluster.watch(deployments, undefined, {resourceVersion, signal})) {
			if (event.type === 'ADDED' || event.type === 'MODIFIED') see(event.object);
		}
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}
