import type {Cluster} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';

/** Where and under which conditions an action works. */
export interface ActionContext {
	readonly cluster: Cluster;
	readonly namespace: string;
	/** What the leading daemon takes short names for. */
	readonly types: ResourceTypes;
	/** How long it counts a Ready that turned Unknown as good, in milliseconds. */
	readonly holdMs: number;
	readonly now: () => Date;
	/** Stops the action between two steps, and any wait at once. */
	readonly signal: AbortSignal;
	/** How long one wait for the cluster may take, in milliseconds. */
	readonly timeoutMs: number;
	/** How long requests that are under way may take after a route has changed, in milliseconds. */
	readonly drainMs: number;
}

/** The context as it is for an object: one of another namespace may consent to be an app's. */
export function placeOf(context: ActionContext, {metadata}: KubeObject): ActionContext {
	return {...context, namespace: metadata.namespace ?? context.namespace};
}
