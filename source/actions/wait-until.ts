import {wait} from '../kube/wait.ts';
import {ApiError, ConnectionError, find, type Cluster} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import {resourceName, type Resource} from '../objects/resource.ts';
import type {ActionContext} from './action-context.ts';

const watchAgainMs = 250;

/** What a condition says of an object: it holds, or what is still awaited. Throwing ends the wait with that error. */
export type Awaited = true | string;

/** What was awaited did not come in time. */
export class WaitTimeout extends Error {
	constructor(message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'WaitTimeout';
	}
}

interface WaitOptions {
	readonly resource: Resource;
	readonly name: string;
	/** Looks at the object as it is now; undefined when it does not exist. */
	readonly until: (object: KubeObject | undefined) => Awaited;
	readonly onProgress: (words: string) => void;
}

/**
 * Waits until a condition holds for one object, by a watch. Rejects after the context's timeout with a WaitTimeout that tells
 * what was awaited last, and at once when the signal aborts.
 */
export async function waitUntil(context: ActionContext, options: WaitOptions): Promise<KubeObject | undefined> {
	const {resource, name, until, onProgress} = options;
	const timeout = AbortSignal.timeout(context.timeoutMs);
	const signal = AbortSignal.any([context.signal, timeout]);
	let awaited = '';
	const holds = (object: KubeObject | undefined): boolean => {
		const answer = until(object);
		if (answer === true) return true;
		if (answer !== awaited) onProgress(answer);
		awaited = answer;
		return false;
	};

	try {
		for (;;) {
			const found = await follow(context.cluster, resource, context.namespace, name, holds, signal);
			if (found) return found.object;
			await wait(watchAgainMs, signal); // a watch that ends at once must not become a tight loop
			signal.throwIfAborted();
		}
	} catch (error) {
		if (!timeout.aborted || context.signal.aborted) throw error;
		throw new WaitTimeout(
			`timed out after ${Math.round(context.timeoutMs / 1000)}s waiting for ${resourceName(resource, name)}: ${awaited}`,
			{cause: error},
		);
	}
}

/** Looks once, then at each change; undefined when the watch ended or broke without the condition holding. */
async function follow(
	cluster: Cluster,
	resource: Resource,
	namespace: string,
	name: string,
	holds: (object: KubeObject | undefined) => boolean,
	signal: AbortSignal,
): Promise<{readonly object: KubeObject | undefined} | undefined> {
	const fieldSelector = `metadata.name=${name}`;
	const {items, resourceVersion} = await cluster.list(resource, namespace, {fieldSelector, signal});
	if (holds(items[0])) return {object: items[0]};
	try {
		for await (const event of cluster.watch(resource, namespace, {fieldSelector, resourceVersion, signal})) {
			if (event.type === 'BOOKMARK') continue;
			const object = event.type === 'DELETED' ? undefined : event.object;
			if (holds(object)) return {object};
		}
	} catch (error) {
		const isPassing = error instanceof ConnectionError || (error instanceof ApiError && error.code === 410);
		if (!isPassing || signal.aborted) throw error;
	}

	return undefined;
}

/** Waits until an object is gone; one of the same name with another uid counts as gone. */
export async function waitUntilGone(
	context: ActionContext,
	resource: Resource,
	object: KubeObject,
	onProgress: (words: string) => void,
): Promise<void> {
	const {name, namespace, uid} = object.metadata;
	const present = await find(context.cluster, resource, namespace, name, context.signal);
	if (present?.metadata.uid !== uid) return;
	await waitUntil(context, {
		resource,
		name,
		onProgress,
		until: current =>
			current?.metadata.uid !== uid ||
			`it is being deleted and waits for ${(current?.metadata.finalizers ?? ['its children']).join(', ')}`,
	});
}
