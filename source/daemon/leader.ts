import {LostLease} from '../kube/lease-hold.ts';
import {ConnectionError, hasReason} from '../objects/cluster.ts';
import {routeFieldManager} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import type {ReconcileResult} from '../reconcile/reconcile-result.ts';
import {reconcile, type Reconciled} from '../reconcile/reconcile.ts';
import type {ControllerState} from './controller-state.ts';
import {objectKey} from './informer-set.ts';
import {lastRetryMs} from './last-retry.ts';
import {LeavingObjects} from './leaving-objects.ts';
import {obstaclesOf, unseenResources, unservedPrimary} from './obstacles.ts';
import {Report} from './report.ts';
import {afterPause} from './routemap-backoff.ts';
import {transformRoute} from './transform.ts';
import {WorkQueue} from './work-queue.ts';

/** An informer that gets over its obstacle with an empty list tells nothing, so a routemap that met one is looked at again. */
const obstacleRetryMs = 10_000;

/** The daemon's hands, for as long as it holds the lease: a queue of routemaps, and one of objects that leave. */
export class Leader {
	readonly #state: ControllerState;
	readonly #routemaps: WorkQueue;
	readonly #objects: LeavingObjects;
	/** By the key of a route that keeps others from being written, the routemaps of those. */
	readonly #blocked = new Map<string, Set<string>>();
	readonly #report: Report;

	constructor(state: ControllerState) {
		this.#state = state;
		this.#report = new Report(state);
		const {concurrency, log} = state.options;
		this.#objects = new LeavingObjects(state, this.#report);
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
	}

	enqueue(routemap: string): void {
		this.#routemaps.add(routemap);
	}

	/** Everything there is: at the start of a term, and when an informer has caught up. */
	enqueueAll(): void {
		for (const key of this.#state.routemaps.keys()) this.#routemaps.add(key);
		this.#objects.enqueueAll();
	}

	objectChanged(
		key: string,
		resource: Resource,
		current: KubeObject | undefined,
		previous: KubeObject | undefined,
	): void {
		for (const routemap of this.#state.references.routemapsOf(key)) this.#routemaps.add(routemap);
		this.#objects.objectChanged(key, resource, current, previous);
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

	/** No route of a routemap names these any more. */
	drop(objects: readonly string[]): void {
		this.#objects.drop(objects);
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
			this.#objects.noteMoves(key, routemap, reconciled);
			if (state.routemaps.get(key)?.routemap === routemap) this.drop(state.references.releaseFormer(key));
		}

		return reconciled.lookAgainAt
			? {requeueAfterMs: Math.max(1, reconciled.lookAgainAt.getTime() - now().getTime())}
			: {};
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
}
