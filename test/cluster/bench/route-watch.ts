import {fieldAt, stringAt} from '../../../source/objects/object.ts';
import {virtualServices} from '../../../source/objects/resource.ts';
import type {ApiClient} from '../testbed/api-client.ts';
import {pathOf} from './paths.ts';

interface Awaited {
	readonly rules: number;
	readonly seen: (at: number) => void;
}

/** Follows the VirtualServices of the apps: how many rules each has now, and when that changed. */
export class RouteWatch {
	readonly #rules = new Map<string, number>();
	readonly #awaited = new Map<string, Awaited>();
	readonly #end = new AbortController();
	#events = 0;

	/** Watches from now on. */
	static async start(api: ApiClient): Promise<RouteWatch> {
		const list = await api.expect(pathOf(virtualServices));
		const watch = new RouteWatch();
		void watch.#follow(api, stringAt(list, 'metadata', 'resourceVersion') ?? '');
		return watch;
	}

	/** How many apps have a route. */
	get count(): number {
		return this.#rules.size;
	}

	/** How many events there were: one for each apply that changed a route. */
	get events(): number {
		return this.#events;
	}

	rulesOf(app: string): number {
		return this.#rules.get(app) ?? 0;
	}

	/** Resolves when an app's route next has so many rules: to the moment of the event, on `performance.now()`'s clock. */
	async reaches(app: string, rules: number): Promise<number> {
		const {promise, resolve} = Promise.withResolvers<number>();
		this.#awaited.set(app, {rules, seen: resolve});
		return promise;
	}

	stop(): void {
		this.#end.abort();
	}

	async #follow(api: ApiClient, resourceVersion: string): Promise<void> {
		const query = `watch=true&timeoutSeconds=3600&resourceVersion=${resourceVersion}`;
		try {
			for await (const event of api.watch(`${pathOf(virtualServices)}?${query}`, this.#end.signal)) {
				this.#note(fieldAt(event, 'object'), performance.now());
			}
		} catch (error) {
			if (!this.#end.signal.aborted) throw error;
		}
	}

	#note(route: unknown, at: number): void {
		const app = stringAt(route, 'metadata', 'name') ?? '';
		const http = fieldAt(route, 'spec', 'http');
		const rules = Array.isArray(http) ? http.length : 0;
		this.#events++;
		this.#rules.set(app, rules);
		const awaited = this.#awaited.get(app);
		if (awaited?.rules !== rules) return;
		this.#awaited.delete(app);
		awaited.seen(at);
	}
}
