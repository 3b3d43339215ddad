import type {Cluster} from '../objects/cluster.ts';
import {labelSelectorOf} from '../objects/labels.ts';
import {fieldAt, listAt, numberAt, stringAt, type KubeObject} from '../objects/object.ts';
import {pods, services} from '../objects/resource.ts';

interface ServicePod {
	readonly pod: string;
	/** Number of the container port behind the Service's port. */
	readonly port: number;
}

/**
 * A ready pod behind a Service, and the port on it that the Service's port leads to, found as `kubectl port-forward
 * service/NAME` finds them. Throws an Error that says what is missing, or the Cluster's errors.
 */
export async function findServicePod(
	cluster: Cluster,
	namespace: string,
	service: string,
	port: number,
	signal?: AbortSignal,
): Promise<ServicePod> {
	const title = `service ${namespace}/${service}`;
	const object = await cluster.get(services, namespace, service, signal);
	const targetPort = targetPortOf(object, port, title);
	const [pod] = await readyPodsOf(cluster, object, title, signal);
	return {
		pod: pod.metadata.name,
		port: typeof targetPort === 'number' ? targetPort : namedPort(pod, targetPort),
	};
}

/** All ready pods behind a Service: at least one. Throws as `findServicePod` does. */
export async function readyPodsBehind(
	cluster: Cluster,
	namespace: string,
	service: string,
	signal?: AbortSignal,
): Promise<readonly KubeObject[]> {
	const object = await cluster.get(services, namespace, service, signal);
	return readyPodsOf(cluster, object, `service ${namespace}/${service}`, signal);
}

async function readyPodsOf(
	cluster: Cluster,
	service: KubeObject,
	title: string,
	signal: AbortSignal | undefined,
): Promise<readonly [KubeObject, ...KubeObject[]]> {
	const labelSelector = labelSelectorOf(fieldAt(service, 'spec', 'selector'));
	if (labelSelector === '') throw new Error(`${title} selects no pods, so there is nothing to forward to`);

	const {namespace} = service.metadata;
	const {items} = await cluster.list(pods, namespace, {labelSelector, ...(signal && {signal})});
	const [first, ...others] = items.filter(isReady);
	if (first === undefined) throw new Error(`${title} has no ready pod (of ${items.length} with ${labelSelector})`);
	return [first, ...others];
}

function targetPortOf(service: KubeObject, port: number, title: string): number | string {
	const ports = listAt(service, 'spec', 'ports');
	const found = ports.find(entry => fieldAt(entry, 'port') === port);
	if (found === undefined) {
		const known = ports.flatMap(entry => numberAt(entry, 'port') ?? []).join(', ');
		throw new Error(`${title} has no port ${port} (it has: ${known || 'none'})`);
	}

	const target = fieldAt(found, 'targetPort');
	return typeof target === 'number' || typeof target === 'string' ? target : port;
}

function namedPort(pod: KubeObject, name: string): number {
	const ports = listAt(pod, 'spec', 'containers').flatMap(container => listAt(container, 'ports'));
	const number = fieldAt(
		ports.find(port => stringAt(port, 'name') === name),
		'containerPort',
	);
	if (typeof number === 'number') return number;
	throw new Error(`pod ${pod.metadata.namespace}/${pod.metadata.name} has no container port named "${name}"`);
}

function isReady(pod: KubeObject): boolean {
	const conditions = listAt(pod, 'status', 'conditions');
	return (
		pod.metadata.deletionTimestamp === undefined &&
		conditions.some(condition => stringAt(condition, 'type') === 'Ready' && stringAt(condition, 'status') === 'True')
	);
}
