import type {KubeObject} from '../../../../source/objects/object.ts';
import {follow} from '../follow.ts';
import {podAddress, podRange} from '../network/addresses.ts';
import type {Node} from './node.ts';
import type {PodObject} from './pod-spec.ts';
import {Pod, startPod} from './pod.ts';

/** Runs all pods that have no node yet on this one, until the signal ends it. */
export async function runPods(node: Node, signal: AbortSignal): Promise<void> {
	const pods = new Map<string, {readonly pod: Pod; readonly starting: AbortController}>();
	let number = podRange.first;
	const take = (object: PodObject): void => {
		const pod = new Pod(node, object, podAddress(number), number++);
		const starting = new AbortController();
		pods.set(object.metadata.uid, {pod, starting});
		void startPod(pod, AbortSignal.any([signal, starting.signal]));
	};
	const end = async (object: PodObject): Promise<void> => {
		const known = pods.get(object.metadata.uid);
		known?.starting.abort();
		await known?.pod.end(object);
	};

	await follow(node.api, '/api/v1/pods', signal, {
		changed(object) {
			const pod = object as PodObject;
			const {nodeName} = pod.spec;
			if (pod.metadata.deletionTimestamp !== undefined) complain(end(pod));
			else if (nodeName === undefined) complain(bind(node, pod));
			else if (nodeName === node.name && !pods.has(pod.metadata.uid)) take(pod);
		},
		gone(object) {
			complain(end(object as PodObject));
			pods.delete(object.metadata.uid ?? '');
		},
	});
}

/** What a scheduler does; there is one node only. */
async function bind({api, name}: Node, {metadata}: PodObject): Promise<void> {
	const target = {apiVersion: 'v1', kind: 'Node', name};
	const body: KubeObject = {apiVersion: 'v1', kind: 'Binding', metadata: {name: metadata.name}, target};
	await api.call(`/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/binding`, {method: 'POST', body});
}

function complain(work: Promise<void>): void {
	work.catch((error: unknown) => console.error(error));
}
