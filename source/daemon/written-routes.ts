import {resourceVersionOf, type KubeObject} from '../objects/object.ts';

/** How many routes that are gone are remembered. */
const mostGone = 1000;

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

	#noteGone(key: string, version: bigint): void {
		this.#gone.delete(key);
		this.#gone.set(key, version);
		// The answer to a write comes within seconds: of so many that went since then none is waited for.
		const [oldest] = this.#gone.keys();
		if (this.#gone.size > mostGone && oldest !== undefined) this.#gone.delete(oldest);
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
		else if (previous) this.#noteGone(key, resourceVersionOf(previous));
		const written = this.#routes.get(key);
		if (!written) return false;
		if (current && resourceVersionOf(current) < resourceVersionOf(written)) return true;
		this.#routes.delete(key);
		return current !== undefined && resourceVersionOf(current) === resourceVersionOf(written);
	}
}
