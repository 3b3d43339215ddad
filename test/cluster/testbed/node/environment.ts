import {stringAt} from '../../../../source/objects/object.ts';
import type {ContainerSpec, EnvVar, PodObject} from './pod-spec.ts';

/** What is known of a pod only where it runs. */
export interface PodPlace {
	readonly address: string;
	readonly node: string;
	/** URL of the API server. */
	readonly server: string;
}

/** A container's variables, references to the pod's own fields resolved. */
export function environmentOf(
	pod: PodObject,
	{env = []}: ContainerSpec,
	place: PodPlace,
): Readonly<Record<string, string>> {
	const server = new URL(place.server);
	const own = env.map(variable => [variable.name, valueOf(pod, variable, place)] as const);
	return {
		HOSTNAME: pod.metadata.name,
		KUBERNETES_SERVICE_HOST: server.hostname,
		KUBERNETES_SERVICE_PORT: server.port,
		...Object.fromEntries(own),
	};
}

function valueOf(pod: PodObject, {name, value = '', valueFrom}: EnvVar, place: PodPlace): string {
	if (valueFrom === undefined) return value;
	const {fieldRef, resourceFieldRef} = valueFrom;
	// limits are not enforced here, so none is told
	if (resourceFieldRef) return '0';
	if (!fieldRef)
		throw new Error(`variable ${name} of pod ${pod.metadata.name} comes from what this node does not read`);
	return fieldOf(pod, fieldRef.fieldPath, place);
}

function fieldOf(pod: PodObject, path: string, {address, node}: PodPlace): string {
	if (path === 'status.podIP') return address;
	if (path === 'spec.nodeName') return node;
	const [, kind = '', key = ''] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path) ?? [];
	const steps = kind === '' ? path.split('.') : ['metadata', kind, key];
	return stringAt(pod, ...steps) ?? '';
}
