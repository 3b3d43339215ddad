import {isOutage} from '../kube/connection-error.ts';
import {LostLease} from '../kube/lease-hold.ts';
import {routeOf} from '../mesh/route-of.ts';
import type {RouteProbe} from '../mesh/route-probe.ts';
import {ConnectionError, find, hasReason} from '../objects/cluster.ts';
import {routeFieldManager} from '../objects/labels.ts';
import {hasFinalizer, isLeaving} from '../objects/leaving.ts';
import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import {ownProbe} from '../ownership/probe.ts';
import {mayName} from '../ownership/reach.ts';
import {Drain} from '../reconcile/drain/drain.ts';
import {releaseFinalizer} from '../reconcile/drain/finalizer.ts';
import type {ReconcileResult} from '../reconcile/reconcile-result.ts';
import {reconcile, type Reconciled} from '../reconcile/reconcile.ts';
import type {Routemap} from '../routemap/routemap.ts';
import type {ControllerState} from './controller-state.ts';
import {objectKey} from './informer-set.ts';
import {obstaclesOf, unseenResources, unservedPrimary} from './obstacles.ts';
import {Report} from './report.ts';
import {afterPause} from './routemap-backoff.ts';
import {transformRoute} from './transform.ts';
import {WorkQueue} from './work-queue.ts';

/** How long a gateway that cannot get the new route may hold up a deletion: it may be broken, and deleting must end. */
const probeLimitMs = 60_000;

/** An informer that gets over its obstacle with an empty list tells nothing, so a routemap that met one is looked at again. */
const obstacleRetryMs = 10_000;

/** A server that was away is asked again soon, so that what waits for it is not late when it is back. */
const lastRetryMs = (error: unknown): number => (isOutage(error) ? 1000 : 30_000);

/** The daemon's hands, for as long as it holds the lease: two queues, one of routemaps and one of objects that leave. */
export class Leader {
	readonly #state: ControllerState;
	readonly #routemaps: WorkQueue;
	readonly #objects: WorkQueue;
	readonly #drain: Drain;
	/** Objects that a routemap named and no longer does, with the resource that they are of. */
	readonly #dropped = new Set<string>();
	/** Objects that had our finalizer when they vanished from the informer. */
	readonly #vanished = new Map<string, {readonly resource: Resource; readonly object: KubeObject}>();
	/** By the key of a route that keeps others from being written, the routemaps of those. */
	readonly #blocked = new Map<string, Set<string>>();
	readonly #report: Report;

	constructor(state: ControllerState) {
		this.#state = state;
		this.#report = new Report(state);
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
			onReleased: (object, released) => this.#report.released(object, released),
		});
		this.#routemaps = new WorkQueue({
			handle: async key => this.#handleRoutemap(key).catch(afterPause),
			onError: (key, error, retryMs) => {
				const fields = {routemap: key, error: String(error), retryMs};
				// What has changed since it was looked at is looked at again; that is nobody's fault.
				if (hasReason(error, 'Conflict')) return log.info('changed meanwhile', fields);
				if (error instanceof LostLease) return log.info('not written', fields);
				// Nor is it the routemap's that the server was away.
				const isFault = !(error instanceof ConnectionError);
				if (isFault) this.#report.faults(key, [error instanceof Error ? error.message : String(error)]);
				log.warn('reconcile failed', fields);
			},
			lastRetryMs,
			concurrency,
		});
		this.#objects = new WorkQueue({
			handle: key => this.#handleObject(key),
			onError: (key, error, retryMs) => log.warn('release failed', {object: key, error: String(error), retryMs}),
			lastRetryMs,
			concurrency,
		});
	}

	enqueue(routemap: string): void {
		this.#routemaps.add(routemap);
	}

	/** Everything there is: at the start of a term, and when an informer has caught up. */
	enqueueAll(): void {
		for (const key of this.#state.routemaps.keys()) this.#routemaps.add(key);
		for (const [key, object] of this.#state.informers.applications()) if (isLeaving(object)) this.#objects.add(key);
	}

	objectChanged(
		key: string,
		resource: Resource,
		current: KubeObject | undefined,
		previous: KubeObject | undefined,
	): void {
		for (const routemap of this.#state.references.routemapsOf(key)) this.#routemaps.add(routemap);
		if (current) {
			if (isLeaving(current)) this.#objects.add(key);
			return;
		}

		this.#drain.forget(previous?.metadata.uid ?? '');
		if (!previous || !hasFinalizer(previous)) return;
		this.#vanished.set(key, {resource, object: previous});
		this.#objects.addAfter(key, this.#state.options.drainMs);
	}

	/** A route of others has changed or gone: what it kept from being written may go on. */
	unblock(route: string): void {
		for (const routemap of this.#blocked.get(route) ?? []) this.#routemaps.add(routemap);
		this.#blocked.delete(route);
	}

	/** The routemap is gone, and its routes with it: what only it named no longer needs our finalizer. */
	routemapGone(key: string, objects: readonly string[]): void {
		this.#report.forget(key);
		for (const routemaps of this.#blocked.values()) routemaps.delete(key);
		this.drop(objects);
	}

	/** No route of a routemap names these any more. The drain is waited for, since a routemap may be replaced by delete and create. */
	drop(objects: readonly string[]): void {
		for (const key of objects) {
			this.#dropped.add(key);
			this.#objects.addAfter(key, this.#state.options.drainMs);
		}
	}

	/** Resolves when no route is being written. */
	async idle(): Promise<void> {
		await this.#routemaps.idle();
	}

	async stop(): Promise<void> {
		await Promise.all([this.#routemaps.stop(), this.#objects.stop()]);
	}

	async #handleRoutemap(key: string): Promise<ReconcileResult> {
		const state = this.#state;
		const known = state.routemaps.get(key);
		if (!known) return {};
		const {routemap, error} = known;
		const obstacles = routemap ? obstaclesOf(routemap, state) : [];
		if (!routemap || obstacles.length > 0) {
			this.#report.faults(key, error ? [error.message] : obstacles.filter(obstacle => obstacle !== ''));
			return routemap ? {requeueAfterMs: obstacleRetryMs} : {};
		}

		const {cluster, types, reach, holdMs, now} = state.options;
		const reconciled = await reconcile(routemap, {
			cluster,
			types,
			holdMs,
			now,
			fieldManager: routeFieldManager,
			lookup: (resource, namespace, name) => state.informers.get('application', resource, namespace, name),
			route: (resource, namespace, name) => this.#liveRoute(resource, namespace, name),
			reach,
			claimants: ({kind}, host) => state.hosts.claimants(kind, host),
			countOf: uid => state.hosts.countOf(uid),
			render: (map, weights) => state.routemaps.render(map, weights),
			onApplied: (resource, object) => this.#noteApplied(key, resource, object),
		});
		this.#noteBlockers(key, reconciled);
		this.#report.faults(key, [
			...(error ? [error.message] : []),
			...unseenResources(routemap, state.options),
			...reconciled.faults,
			...unservedPrimary(routemap, reconciled),
		]);
		if (reconciled.faults.length === 0) {
			this.#noteMoves(key, routemap, reconciled);
			if (state.routemaps.get(key)?.routemap === routemap) this.drop(state.references.releaseFormer(key));
		}

		return reconciled.lookAgainAt
			? {requeueAfterMs: Math.max(1, reconciled.lookAgainAt.getTime() - now().getTime())}
			: {};
	}

	async #handleObject(key: string): Promise<ReconcileResult> {
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

	#noteBlockers(key: string, {blockers}: Reconciled): void {
		for (const {
			resource,
			object: {metadata},
		} of blockers) {
			const blocker = objectKey(resource, metadata.namespace ?? '', metadata.name);
			this.#blocked.set(blocker, (this.#blocked.get(blocker) ?? new Set()).add(key));
		}
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

	#noteApplied(key: string, resource: Resource, object: KubeObject): void {
		const {namespace = '', name} = object.metadata;
		const kept = transformRoute(object);
		if (kept) this.#state.written.note(objectKey(resource, namespace, name), kept);
		this.#report.applied(key, resource, object);
	}

	#liveRoute(resource: Resource, namespace: string, name: string): KubeObject | undefined {
		const {informers, written} = this.#state;
		return written.latest(objectKey(resource, namespace, name), informers.get('route', resource, namespace, name));
	}

	/** The routes are applied: objects that are leaving can go once that has reached the data plane. */
	#noteMoves(key: string, routemap: Routemap, {weights, availability}: Reconciled): void {
		const {options, informers} = this.#state;
		for (const [index, {resources}] of routemap.versions.entries()) {
			// One that was deleted since it was judged is named by the routes that were just applied.
			if (availability[index]?.isAvailable) continue;
			for (const {gvrShort, namespace, name} of resources) {
				const resource = options.types.get(gvrShort)?.resource;
				const object = resource && informers.get('application', resource, namespace, name);
				if (!object || !isLeaving(object) || !mayName(routemap.namespace, object, options.reach)) continue;
				this.#drain.moved(key, object, this.#probe(routemap, weights, index));
				this.#objects.add(objectKey(resource, namespace, name));
			}
		}
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
