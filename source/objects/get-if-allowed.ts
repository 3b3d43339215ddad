import {ApiError, hasReason, type Cluster} from './cluster.ts';
import type {KubeObject} from './object.ts';
import type {Resource} from './resource.ts';

/** What asking for one object told: whether the server has its kind, as far as that may be known, and the object. */
export interface GetResult {
	readonly kind: 'known' | 'missing' | 'forbidden';
	/** Undefined when it does not exist or may not be seen. */
	readonly object: KubeObject | undefined;
	/** The server's answer where the kind is missing or forbidden. */
	readonly refusal?: Error;
}

/** Gets an object that need not be there, of a kind that the server need not have. Rejects when there is no answer. */
export async function getIfAllowed(
	{cluster, signal}: {readonly cluster: Cluster; readonly signal: AbortSignal},
	resource: Resource,
	namespace: string | undefined,
	name: string,
): Promise<GetResult> {
	try {
		return {kind: 'known', object: await cluster.get(resource, namespace, name, signal)};
	} catch (error) {
		if (hasReason(error, 'NotFound')) return {kind: 'known', object: undefined};
		if (!(error instanceof ApiError)) throw error;
		if (error.reason === 'ResourceMissing') return {kind: 'missing', object: undefined, refusal: error};
		if (error.reason === 'Forbidden') return {kind: 'forbidden', object: undefined, refusal: error};
		throw error;
	}
}
