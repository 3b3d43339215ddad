import type {ProbeResult, RouteProbe} from '../../mesh/route-probe.ts';
import type {Cluster} from '../../objects/cluster.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {Resource} from '../../objects/resource.ts';
import type {ReconcileResult} from '../reconcile-result.ts';
import {isLeaving, releaseFinalizer} from './finalizer.ts';

export interface DrainOptions {
	readonly cluster: Cluster;
	readonly fieldManager: string;
	/** How long requests that were under way when the route changed may take, in milliseconds. */
	readonly drainMs: number;
	/** After this long a gateway that still follows the old route no longer holds up the release, in milliseconds. */
	readonly probeLimitMs: number;
	/** Asks the gateway; undefined where it is not to be asked. */
	readonly probeRoute?: (probe: RouteProbe) => Promise<ProbeResult>;
	/** Milliseconds of a clock that never jumps. */
	readonly monotonic: () => number;
	readonly onReleased: (object: KubeObject, how: string) => void;
}

interface DrainingObject {
	/** When each routemap's route without the object was applied. */
	readonly movedAt: Map<string, number>;
	/** What shows each routemap's change in the data plane, until it was seen there. */
	readonly unseen: Map<string, RouteProbe>;
	seenAt: number | undefined;
	sawOld: boolean;
}

/** How many answers in a row must be the new route's before it counts as seen. */
const probesInARow = 3;
const probeIntervalMs = 100;

/**
 * Objects that are being deleted and wait for our finalizer (safety rule 2). One leaves when each routemap that names it has
 * applied its route without it, that was seen in the data plane where it can be probed, and the drain has passed.
 */
export class Drain {
	readonly #options: DrainOptions;
	readonly #draining = new Map<string, DrainingObject>();

	constructor(options: DrainOptions) {
		this.#options = options;
	}

	/** Notes that a routemap's route without an object is applied; the first note of each counts. */
	moved(routemap: string, object: KubeObject, probe: RouteProbe | undefined): void {
		const draining = this.#of(object);
		if (draining.movedAt.has(routemap)) return;
		draining.movedAt.set(routemap, this.#options.monotonic());
		if (probe) draining.unseen.set(routemap, probe);
	}

	/**
	 * Brings an object's drain forward; `routemaps` are those that name it now. A result without a time to come back waits
	 * for a `moved`, after which the caller calls again.
	 */
	async advance(resource: Resource, object: KubeObject, routemaps: ReadonlySet<string>): Promise<ReconcileResult> {
		if (!isLeaving(object)) return {};
		const draining = this.#of(object);
		const now = this.#options.monotonic();
		if ([...routemaps].some(routemap => !draining.movedAt.has(routemap))) return {};
		const movedAt = Math.max(...draining.movedAt.values(), Number.NEGATIVE_INFINITY);
		if (draining.seenAt === undefined && !(await this.#isSeen(draining))) {
			if (now - movedAt < this.#options.probeLimitMs) return {requeueAfterMs: probeIntervalMs};
		}

		draining.seenAt ??= this.#options.monotonic();
		const restMs = draining.seenAt + this.#options.drainMs - this.#options.monotonic();
		if (restMs > 0) return {requeueAfterMs: Math.ceil(restMs)};
		await releaseFinalizer(this.#options.cluster, resource, object, this.#options.fieldManager);
		this.#options.onReleased(object, describe(draining));
		return {};
	}

	/** Drops what is known of an object that is gone. */
	forget(uid: string): void {
		this.#draining.delete(uid);
	}

	#of(object: KubeObject): DrainingObject {
		const uid = object.metadata.uid ?? '';
		const known = this.#draining.get(uid);
		if (known) return known;
		const draining: DrainingObject = {movedAt: new Map(), unseen: new Map(), seenAt: undefined, sawOld: false};
		this.#draining.set(uid, draining);
		return draining;
	}

	async #isSeen(draining: DrainingObject): Promise<boolean> {
		const {probeRoute} = this.#options;
		if (!probeRoute) return true;
		for (const [routemap, probe] of draining.unseen) {
			for (let count = 0; count < probesInARow; count++) {
				const result = await probeRoute(probe);
				draining.sawOld = result === 'old';
				if (result === 'old') return false;
				if (result === 'unknown') break;
			}

			draining.unseen.delete(routemap);
		}

		return true;
	}
}

function describe(draining: DrainingObject): string {
	if (draining.movedAt.size === 0) return 'no routemap names it';
	return draining.sawOld ? 'the gateway still follows the old route' : 'its route is gone';
}
