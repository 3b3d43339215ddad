import {routeOf} from '../mesh/route-of.ts';
import type {RouteProbe} from '../mesh/route-probe.ts';
import {find} from '../objects/cluster.ts';
import {routeFieldManager} from '../objects/labels.ts';
import {hasFinalizer, isLeaving} from '../objects/leaving.ts';
import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import {ownProbe} from '../ownership/probe.ts';
import {mayName} from '../ownership/reach.ts';
import {Drain} from '../reconcile/drain/drain.ts';
import {releaseFinalizer} from '../reconcile/drain/finalizer.ts';
import type {ReconcileResult} from '../reconcile/reconcile-result.ts';
import type {Reconciled} from '../reconcile/reconcile.ts';
import type {Routemap} from '../routemap/routemap.ts';
import type {ControllerState} from './controller-state.ts';
import {objectKey} from './informer-set.ts';
import {lastRetryMs} from './last-retry.ts';
import type {Report} from './report.ts';
import {WorkQueue} from './work-queue.ts';

/** How long a gateway that cannot get the new route may hold up a deletion: it may be broken, and deleting must end. */
const probeLimitMs = 60_000;

/** The half of the leader that lets objects go: those that are deleted, and those that no routemap names any more. */
export class LeavingObjects {
	readonly #state: ControllerState;
	readonly #queue: WorkQueue;
	readonly #drain: Drain;
	/** Objects that a routemap named and no longer does, with the resource that they are of. */
	readonly #dropped = new Set<string>();
	/** Objects that had our finalizer when they vanished from the informer. */
	readonly #vanished = new Map<string, {readonly resource: Resource; readonly object: KubeObject}>();

	constructor(state: ControllerState, report: Report) {
		this.#state = state;
		const {cluster, drainMs, deadlineMs, now, concurrency, log, probeRoute} = state.options;
		this.#drain = new Drain({
			cluster,
			fieldManager: routeFieldManager,
			drainMs,
			deadlineMs,
			now,
			probeLimitMs,
			...(probeRoute ? {probeRoute} : {}),
			monotonic: () => performance.now(),
			onReleased: (object, released) => report.released(object, released),
		});
		this.#queue = new WorkQueue({
			handle: key => this.#handle(key),
			onError: (key, error, retryMs) => log.warn('release failed', {object: key, error: String(error), retryMs}),
			lastRetryMs,
			concurrency,
		});
	}

	/** Takes up whatever is being deleted: at the start of a term, and when an informer has caught up. */
	enqueueAll(): void {
		for (const [key, object] of this.#state.informers.applications()) if (isLeaving(object)) this.#queue.add(key);
	}

	objectChanged(
		key: string,
		resource: Resource,
		current: KubeObject | undefined,
		previous: KubeObject | undefined,
	): void {
		if (current) {
			if (isLeaving(current)) this.#queue.add(key);
			return;
		}

		this.#drain.forget(previous?.metadata.uid ?? '');
		if (!previous || !hasFinalizer(previous)) return;
		this.#vanished.set(key, {resource, object: previous});
		this.#queue.addAfter(key, this.#state.options.drainMs);
	}

	/** No route of a routemap names these any more. The drain is waited for, since a routemap may be replaced by delete and create. */
	drop(objects: readonly string[]): void {
		for (const key of objects) {
			this.#dropped.add(key);
			this.#queue.addAfter(key, this.#state.options.drainMs);
		}
	}

	/** The routes are applied: objects that are leaving can go once that has reached the data plane. */
	noteMoves(key: string, routemap: Routemap, {weights, availability}: Reconciled): void {
		const {options, informers} = this.#state;
		for (const [index, {resources}] of routemap.versions.entries()) {
			// One that was deleted since it was judged is named by the routes that were just applied.
			if (availability[index]?.isAvailable) continue;
			for (const {gvrShort, namespace, name} of resources) {
				const resource = options.types.get(gvrShort)?.resource;
				const object = resource && informers.get('application', resource, namespace, name);
				if (!object || !isLeaving(object) || !mayName(routemap.namespace, object, options.reach)) continue;
				this.#drain.moved(key, object, this.#probe(routemap, weights, index));
				this.#queue.add(objectKey(resource, namespace, name));
			}
		}
	}

	async stop(): Promise<void> {
		await this.#queue.stop();
	}

	async #handle(key: string): Promise<ReconcileResult> {
		const state = this.#state;
		const found = state.informers.application(key);
		if (!found) {
			this.#dropped.delete(key);
			await this.#releaseVanished(key);
			return {};
		}

		this.#vanished.delete(key);
		const {resource, object} = found;
		const routemaps = this.#routemapsOf(key, object);
		if (isLeaving(object)) return this.#drain.advance(resource, object, routemaps);
		if (routemaps.size > 0 || !this.#dropped.has(key)) return {};
		await releaseFinalizer(state.options.cluster, resource, object, routeFieldManager);
		this.#dropped.delete(key);
		return {};
	}

	/** The routemaps that name an object and may. */
	#routemapsOf(key: string, object: KubeObject): ReadonlySet<string> {
		const {references, options} = this.#state;
		const named = [...references.routemapsOf(key)];
		return new Set(named.filter(routemap => mayName(routemap.split('/')[0] ?? '', object, options.reach)));
	}

	/** An object that only lost its watch label is out of our sight, but still there, and nobody else would release it. */
	async #releaseVanished(key: string): Promise<void> {
		const vanished = this.#vanished.get(key);
		if (!vanished) return;
		const {cluster} = this.#state.options;
		const {resource, object} = vanished;
		const present = await find(cluster, resource, object.metadata.namespace, object.metadata.name);
		if (present && present.metadata.uid === object.metadata.uid)
			await releaseFinalizer(cluster, resource, present, routeFieldManager);
		this.#vanished.delete(key);
	}

	/** What shows in the data plane that a version is no longer named: the route as it would be with it, beside the route as it is. */
	#probe(routemap: Routemap, weights: readonly number[], index: number): RouteProbe | undefined {
		if (weights[index] !== 0) return undefined;
		const {routemaps} = this.#state;
		const earlier = routemaps.render(routemap, weights.with(index, 1));
		for (const rendered of routemaps.render(routemap, weights)) {
			const before = earlier.find(({template}) => template === rendered.template);
			if (!before || 'error' in rendered || 'error' in before) continue;
			const later = routeOf(rendered.object);
			const first = routeOf(before.object);
			const found = first && later && ownProbe(first, later, routemap.namespace);
			if (found) return found;
		}

		return undefined;
	}
}
