import {isDeepStrictEqual} from 'node:util';
import {fieldAt, listAt, namespacedName, numberAt, type KubeObject} from '../../source/objects/object.ts';
import {deployments} from '../../source/objects/resource.ts';
import {loadOutcome} from './load-outcome.ts';
import type {MemoryCluster} from './memory-cluster.ts';

const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** Plays the Deployment controller for the Deployments of a memory cluster: each new template is a revision. */
export async function playDeployments(cluster: MemoryCluster, signal: AbortSignal): Promise<void> {
	const templates = new Map<string, unknown>();
	const see = ({metadata}: KubeObject): void => {
		// As it is now: what an event tells may have been replaced.
		const object = cluster.peek(deployments, metadata.namespace, metadata.name);
		if (!object) return;
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

		if (fieldAt(object, 'status', 'observedGeneration') === generation) return;
		cluster.setStatus(deployments, namespace, name, statusOf(object, generation));
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

/** New pods are there at once, unless their image says otherwise: then the old ones, where there are any, serve on. */
function statusOf(object: KubeObject, observedGeneration: number): unknown {
	const replicas = numberAt(object, 'spec', 'replicas') ?? 1;
	const image = fieldAt(listAt(object, 'spec', 'template', 'spec', 'containers')[0], 'image');
	const outcome = loadOutcome(image, object.metadata.name, observedGeneration);
	const condition = (type: string, isMet: boolean, reason: string) => ({
		type,
		status: isMet ? 'True' : 'False',
		reason,
		lastTransitionTime: '2026-01-01T12:00:00Z',
	});
	if (outcome === 'ready') {
		const conditions = [condition('Available', true, 'MinimumReplicasAvailable')];
		return {observedGeneration, replicas, updatedReplicas: replicas, availableReplicas: replicas, conditions};
	}

	const old = numberAt(object, 'status', 'availableReplicas') ?? 0;
	const available = condition(
		'Available',
		old > 0,
		old > 0 ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
	);
	const progressing = condition('Progressing', false, 'ProgressDeadlineExceeded');
	const conditions = outcome === 'broken' ? [available, progressing] : [available];
	return {observedGeneration, replicas: old, updatedReplicas: 0, availableReplicas: old, conditions};
}
