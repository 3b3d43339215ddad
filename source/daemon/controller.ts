import {startInformer} from '../kube/informer.ts';
import {hasReason} from '../objects/cluster.ts';
import {routemapSelector, watchSelector} from '../objects/labels.ts';
import {hasFinalizer} from '../objects/leaving.ts';
import {namespacedName, type KubeObject} from '../objects/object.ts';
import {configMaps, type Resource} from '../objects/resource.ts';
import {HostIndex} from '../ownership/host-index.ts';
import {routeOwner} from '../ownership/owner.ts';
import type {Routemap} from '../routemap/routemap.ts';
import type {ControllerOptions, ControllerState} from './controller-state.ts';
import {InformerSet, objectKey, type Role} from './informer-set.ts';
import {Leader} from './leader.ts';
import {ReferenceIndex} from './reference-index.ts';
import {RoutemapCache, type KnownRoutemap} from './routemap-cache.ts';
import {SteadyLog} from './steady-log.ts';
import {transformRoutemap} from './transform.ts';
import {WorkQueue} from './work-queue.ts';
import {WrittenRoutes} from './written-routes.ts';

/**
 * The daemon's eyes: informers that always run, also while another daemon leads, so that taking over needs no new lists. What
 * they see is passed on to the leader while there is one here.
 */
export class Controller implements ControllerState {
	readonly options: ControllerOptions;
	readonly routemaps: RoutemapCache;
	readonly references = new ReferenceIndex();
	readonly written = new WrittenRoutes();
	readonly hosts = new HostIndex();
	readonly informers: InformerSet;
	/** Routemaps whose new version has to wait until it is read. */
	readonly #waiting: WorkQueue;
	readonly #failures: SteadyLog;
	#leader: Leader | undefined;

	constructor(options: ControllerOptions) {
		const {cluster, namespace, signal, log} = options;
		this.options = options;
		this.#failures = new SteadyLog(log);
		this.routemaps = new RoutemapCache(options.types, options.reach);
		this.#waiting = new WorkQueue({
			handle: async key => {
				this.#take(key, this.routemaps.readAgain(key));
				return {};
			},
			onError: (key, error) => log.warn('routemap cannot be read', {routemap: key, error: String(error)}),
			concurrency: 1,
		});
		signal.addEventListener('abort', () => void this.#waiting.stop(), {once: true});
		this.informers = new InformerSet({
			cluster,
			namespace,
			signal,
			onUpdate: (role, resource, current, previous) => this.#onObject(role, resource, current, previous),
			onSynced: () => this.#leader?.enqueueAll(),
			onError: (resource, error) => this.#failures.failed('watch failed', resource.plural, error),
		});
	}

	/** Starts watching; resolves when the routemaps are known. */
	async start(): Promise<void> {
		const {cluster, namespace, signal, resyncMs, types} = this.options;
		const informer = startInformer({
			cluster,
			resource: configMaps,
			namespace,
			signal,
			labelSelector: routemapSelector,
			transform: transformRoutemap,
			resyncMs,
			onUpdate: (key, current) => this.#onRoutemap(key, current),
			onError: error => this.#failures.failed('watch failed', 'routemaps', error),
		});
		// A model whose routemap was deleted while no daemon ran still waits for its finalizer to be released.
		const models = types.get('isvc');
		if (models) this.informers.ensure('application', models.resource);
		const resources = new Set([...types.values()].map(({resource}) => resource));
		for (const resource of resources) if (resource !== models?.resource) void this.#followLeftBehind(resource);
		await informer.synced;
	}

	/** Writes until the signal aborts; resolves when the last write is done. */
	async lead(signal: AbortSignal): Promise<void> {
		const leader = new Leader(this);
		this.#leader = leader;
		leader.enqueueAll();
		await new Promise<void>(resolve => {
			if (signal.aborted) resolve();
			signal.addEventListener('abort', () => resolve(), {once: true});
		});
		this.#leader = undefined;
		await leader.stop();
	}

	/** Objects of kinds that no routemap names any more, as theirs was deleted while no daemon ran, wait for their finalizer, too. */
	async #followLeftBehind(resource: Resource): Promise<void> {
		const {cluster, namespace, signal, log} = this.options;
		try {
			const {items} = await cluster.list(resource, namespace, {labelSelector: watchSelector, signal});
			if (items.some(object => hasFinalizer(object))) this.informers.ensure('application', resource);
		} catch (error) {
			// What a daemon may not see it puts no finalizer on.
			if (signal.aborted || hasReason(error, 'Forbidden') || hasReason(error, 'ResourceMissing')) return;
			log.warn('cannot look for what was left behind', {resource: resource.plural, error: String(error)});
		}
	}

	/** Resolves when no route is being written here. */
	async idle(): Promise<void> {
		await this.#leader?.idle();
	}

	#onRoutemap(key: string, object: KubeObject | undefined): void {
		if (!object) {
			this.routemaps.delete(key);
			const dropped = this.references.delete(key);
			this.#leader?.routemapGone(key, dropped);
			return;
		}

		this.#take(key, this.routemaps.set(object));
	}

	/** What a routemap named before stays referenced until its new version is read. */
	#take(key: string, known: KnownRoutemap | undefined): void {
		if (!known) return;
		if (known.waitMs > 0) {
			this.#waiting.addAfter(key, known.waitMs);
			return;
		}

		if (known.routemap) {
			const dropped = this.references.set(key, this.#follow(known.routemap));
			this.#leader?.drop(dropped);
		}

		this.#leader?.enqueue(key);
	}

	/** Starts the informers that a routemap needs; returns the keys of the objects that it names. */
	#follow(routemap: Routemap): readonly string[] {
		const {types} = this.options;
		for (const {gvrShort} of routemap.templates) {
			const type = types.get(gvrShort);
			if (type) this.informers.ensure('route', type.resource);
		}

		return routemap.versions.flatMap(({resources}) =>
			resources.flatMap(({gvrShort, namespace, name}) => {
				const type = types.get(gvrShort);
				if (!type) return [];
				this.informers.ensure('application', type.resource);
				return [objectKey(type.resource, namespace, name)];
			}),
		);
	}

	#onObject(role: Role, resource: Resource, current: KubeObject | undefined, previous: KubeObject | undefined): void {
		const object = current ?? previous;
		if (!object) return;
		const {namespace = '', name} = object.metadata;
		if (role === 'application') {
			this.#leader?.objectChanged(objectKey(resource, namespace, name), resource, current, previous);
			return;
		}

		const key = objectKey(resource, namespace, name);
		this.hosts.set(key, current);
		if (this.written.informed(key, current, previous)) return;
		// Who took the owner away left its routemap with a route to repair.
		const owners = [current, previous].map(route => route && routeOwner(route)?.name);
		for (const owner of new Set(owners)) if (owner) this.#leader?.enqueue(namespacedName(namespace, owner));
		this.#leader?.unblock(key);
	}
}
