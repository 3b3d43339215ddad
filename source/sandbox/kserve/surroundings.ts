import type {KubeObject} from '../../objects/object.ts';
import type {ComponentServices} from './component-service.ts';
import type {Component} from './component.ts';
import type {Revision} from './revision.ts';

/** A server that was started for a revision. */
export interface RevisionServer {
	/** Ends it at once. */
	kill(): Promise<void>;
}

/** What an InferenceService and its components do in the cluster, at the gateway and on this machine. */
export interface Surroundings<Server extends RevisionServer> {
	/** Puts KServe's finalizer on the object, or takes it off (`nextFinalizers`); the object as it is then. */
	reconcileFinalizer(object: KubeObject): Promise<KubeObject>;
	/**
	 * Writes status until it says all there is to say (`StatusWriter`); the object as it is then. Without services it is stopped.
	 */
	writeStatus(
		object: KubeObject,
		services: ComponentServices | undefined,
		progressDeadline: number,
	): Promise<KubeObject>;
	/**
	 * Loads a revision's model and serves it; `onFetched` is told once the model is there. Rejects with a LoadError when it does not
	 * load.
	 */
	startServer(component: Component, revision: Revision, onFetched: () => void): Promise<Server>;
	/** Sends the component's traffic to a revision; resolves when the gateway does so. */
	route(component: Component, revision: string, server: Server): Promise<void>;
	/** Waits until a revision that gets no more requests has answered those it got. */
	drain(component: Component, revision: string, server: Server): Promise<void>;
	removeRoute(component: Component): Promise<void>;
	/** Takes a revision's server out of the mesh. */
	removeServer(component: Component, revision: string): Promise<void>;
	/** What stands before its revisions; without it, or in Standard mode, none is scaled to zero. */
	activatorOf?(object: KubeObject): Activator | undefined;
	/** A step failed, and will be tried again. */
	complain(trouble: string): void;
}

/** Counts the requests for revisions by their hosts (`revisionHost`), and holds those that come while there is no server. */
export interface Activator {
	/** Milliseconds since the last request was over; 0 while there is one. */
	idleFor(host: string): number;
	/** Holds requests from now on, until the host is served anew; calls `wake` at the first. */
	hold(host: string, wake: () => void): void;
}

/** Times in milliseconds. */
export interface KserveTimes {
	/** From a change of the InferenceService to Knative's noticing it: until then the status is the old one. */
	readonly observeDelay: number;
	/** From a loaded model to its revision's readiness. */
	readonly readyDelay: number;
	/** From a revision's last traffic to the end of its server. */
	readonly scaleDownDelay: number;
	/** From the last request of a revision that may be scaled to zero to the end of its server. */
	readonly idleDelay: number;
	/** From a revision's creation to Knative's giving it up, when its model failed to load. */
	readonly progressDeadline: number;
}
