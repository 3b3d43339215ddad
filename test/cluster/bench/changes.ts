import {setTimeout as delay} from 'node:timers/promises';
import type {ApiClient} from '../testbed/api-client.ts';
import {setReady} from './readiness.ts';
import type {RouteWatch} from './route-watch.ts';

/** Closed: a change begins after the one before was routed and a gap has passed. Open: one begins each gap, come what may. */
export type Loop = 'closed' | 'open';

/** After so many milliseconds a change that was not routed counts as lost. */
const patience = 10_000;

/** Changes the readiness of candidates, app by app, and measures how long the routes take to follow. */
export class Changes {
	readonly #api: ApiClient;
	readonly #apps: readonly string[];
	readonly #routes: RouteWatch;
	readonly #gap: number;
	readonly #ready = new Set<string>();
	readonly #underWay = new Map<string, Promise<number>>();
	#made = 0;

	/** @param gap Milliseconds. */
	constructor(api: ApiClient, apps: readonly string[], routes: RouteWatch, gap: number) {
		this.#api = api;
		this.#apps = apps;
		this.#routes = routes;
		this.#gap = gap;
	}

	/**
	 * Makes so many changes. Resolves to their latencies in milliseconds, from the answer to the readiness PATCH to the route's
	 * watch event, which can be the first of the two and then counts as 0; Infinity for one that was lost.
	 */
	async make(count: number, loop: Loop): Promise<readonly number[]> {
		const changes: Promise<number>[] = [];
		for (let index = 0; index < count; index++) {
			const gap = delay(this.#gap);
			const app = await this.#nextApp();
			const change = this.#change(app);
			this.#underWay.set(app, change);
			changes.push(change);
			if (loop === 'open') await gap;
			else await change.then(async () => delay(this.#gap));
		}

		return Promise.all(changes);
	}

	/**
	 * Neighbours in time are no neighbours by name (7919 is a prime). An app whose last change is under way is passed over: to
	 * change it back would make that change one that nobody can see. When all are, the first that is routed goes on.
	 */
	async #nextApp(): Promise<string> {
		while (this.#underWay.size === this.#apps.length) await Promise.race(this.#underWay.values());
		for (;;) {
			const app = this.#apps[(this.#made++ * 7919) % this.#apps.length] ?? '';
			if (!this.#underWay.has(app)) return app;
		}
	}

	async #change(app: string): Promise<number> {
		const isReady = !this.#ready.delete(app);
		if (isReady) this.#ready.add(app);
		const routed = this.#routes.reaches(app, isReady ? 2 : 1);
		const answered = setReady(this.#api, `${app}-1`, isReady).then(() => performance.now());
		const [from, to] = await Promise.all([answered, before(patience, routed)]);
		this.#underWay.delete(app);
		return Math.max(0, to - from);
	}
}

/** What a promise resolves to, or Infinity when that takes longer than so many milliseconds. */
async function before(milliseconds: number, promise: Promise<number>): Promise<number> {
	const {promise: late, resolve} = Promise.withResolvers<number>();
	const timer = setTimeout(resolve, milliseconds, Number.POSITIVE_INFINITY);
	const first = await Promise.race([promise, late]);
	clearTimeout(timer);
	return first;
}
