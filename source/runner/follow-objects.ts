import {backoff, wait} from '../kube/wait.ts';
import {ApiError, type ListOptions} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import type {ActionContext} from './action-context.ts';

/** Some objects of one kind in the context's namespace. */
export interface Watched {
	readonly resource: Resource;
	readonly selector: Pick<ListOptions, 'fieldSelector' | 'labelSelector'>;
}

/** The one who is told of some objects. */
interface Viewer {
	/** All of them, as they are now. */
	see(objects: readonly KubeObject[]): void;
	/** Nothing is seen of them for now. What this throws is the end. */
	lose(error: unknown): void;
}

const watchAgainMs = 250;
/** The longest pause, before its spread, before a server that failed is asked again. */
const longestPauseMs = 3000;

/** Follows objects by watches until the signal aborts, and rejects then with its reason, or with what the viewer throws. */
export async function followObjects(
	context: ActionContext,
	watched: Watched,
	viewer: Viewer,
	signal: AbortSignal,
): Promise<never> {
	let failures = 0;
	for (;;) {
		try {
			await follow(context, watched, viewer, signal);
			failures = 0;
		} catch (error) {
			signal.throwIfAborted();
			viewer.lose(error);
			failures++;
		}

		// A watch that ends at once must not become a tight loop.
		await wait(failures === 0 ? watchAgainMs : backoff(failures, Math.random, longestPauseMs), signal);
		signal.throwIfAborted();
	}
}

/** Looks once, then at each change, until the watch ends. */
async function follow(
	{cluster, namespace}: ActionContext,
	{resource, selector}: Watched,
	viewer: Viewer,
	signal: AbortSignal,
): Promise<void> {
	const {items, resourceVersion} = await cluster.list(resource, namespace, {...selector, signal});
	const objects = new Map(items.map(item => [item.metadata.name, item]));
	viewer.see([...objects.values()]);
	try {
		for await (const {type, object} of cluster.watch(resource, namespace, {...selector, resourceVersion, signal})) {
			if (type === 'BOOKMARK') continue;
			if (type === 'DELETED') objects.delete(object.metadata.name);
			else objects.set(object.metadata.name, object);
			viewer.see([...objects.values()]);
		}
	} catch (error) {
		if (!(error instanceof ApiError && error.code === 410)) throw error;
	}
}
