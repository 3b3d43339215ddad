import {resourceVersionOf, type KubeObject} from '../objects/object.ts';

/**
 * Routes as the server returned them from our own writes, until the informer has caught up: otherwise a reconcile in between
 * would compare with a route that is no longer there.
 */
export class WrittenRoutes {
	readonly #routes = new Map<string, KubeObject>();
	/** The last versions of routes that the informer has seen go: the answer to a write may come later than that. */
	readonly #gone = new Map<string, bigint>();

	note(key: string, object: KubeObject): void {
		if (resourceVersionOf(object) > (this.#gone.get(key) ?? -1n)) this.#routes.set(key, object);
	}

	/** The newer of what the informer knows and what was written. */
	latest(key: string, informed: KubeObject | undefined): KubeObject | undefined {
		const written = this.#routes.get(key);
		if (!written) return informed;
		if (informed && resourceVersionOf(informed) >= resourceVersionOf(written)) return informed;
		return written;
	}

	/** Takes the informer's word for a route; returns whether that only repeats our own write. */
	informed(key: string, current: KubeObject | undefined, previous: KubeObject | undefined): boolean {
		if (current) this.#gone.delete(key);
		else if (previous) this.#gone.set(key, resourceVersionOf(previous));
		const written = this.#routes.get(key);
		if (!written) return false;
		if (current && resourceVersionOf(current) < resourceVersionOf(written)) return true;
		this.#routes.delete(key);
		return current !== undefined && resourceVersionOf(current) === resourceVersionOf(written);
	}
}
