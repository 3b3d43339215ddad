import type {ProbeResult, RouteProbe} from '../../mesh/route-probe.ts';
import type {Cluster} from '../../objects/cluster.ts';
import {isLeaving} from '../../objects/leaving.ts';
import type {KubeObject} from '../../objects/object.ts';
import type {Resource} from '../../objects/resource.ts';
import type {ReconcileResult} from '../reconcile-result.ts';
import {releaseFinalizer} from './finalizer.ts';

export interface DrainOptions {
	readonly cluster: Cluster;
	readonly fieldManager: string;
	/** How long requests that were under way when the route changed may take, in milliseconds. */
	readonly drainMs: number;
	/** After this long a gateway that still follows the old route no longer holds up the release, in milliseconds. */
	readonly probeLimitMs: number;
	/** After this long from its deletionTimestamp an object is let go, whatever still names it, in milliseconds. */
	readonly deadlineMs: number;
	readonly now: () => Date;
	/** Asks the gateway; undefined where it is not to be asked. */
	readonly probeRoute?: (probe: RouteProbe) => Promise<ProbeResult>;
	/** Milliseconds of a clock that never jumps. */
	readonly monotonic: () => number;
	readonly onReleased: (object: KubeObject, released: Released) => void;
}

/** How an object came to be let go. */
export interface Released {
	readonly how: string;
	/** The routemaps that had not moved away from it when its deadline passed; undefined when it was not let go for that. */
	readonly overdueFor: readonly string[] | undefined;
}

interface DrainingObject {
	readonly firstSeenAt: number;
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

/** So long an object is looked at before its deadline counts, as our clock may be ahead of the server's. */
const leastLookMs = 10_000;

/**
 * Objects that are being deleted and wait for our finalizer (safety rule 2). One leaves when each routemap that names it has
 * applied its route without it, that was seen in the data plane where it can be probed, and the drain has passed; or when its
 * deadline has.
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

	/** Brings an object's drain forward; `routemaps` are those that name it now. Call again after a `moved` and when the result says. */
	async advance(resource: Resource, object: KubeObject, routemaps: ReadonlySet<string>): Promise<ReconcileResult> {
		if (!isLeaving(object)) return {};
		const draining = this.#of(object);
		const unmoved = [...routemaps].filter(routemap => !draining.movedAt.has(routemap));
		const leftMs = this.#leftMs(object, draining);
		const restMs = unmoved.length > 0 ? Number.POSITIVE_INFINITY : await this.#restMs(draining);
		if (restMs > 0 && leftMs > 0) return {requeueAfterMs: Math.ceil(Math.min(restMs, leftMs))};
		await releaseFinalizer(this.#options.cluster, resource, object, this.#options.fieldManager);
		const overdueFor = restMs > 0 ? unmoved : undefined;
		this.#options.onReleased(object, {how: describe(draining, overdueFor), overdueFor});
		return {};
	}

	/** Time until every request that went to the object has ended, as far as is known; until the next probe where that shows first. */
	async #restMs(draining: DrainingObject): Promise<number> {
		const {monotonic, probeLimitMs, drainMs} = this.#options;
		const now = monotonic();
		const movedAt = Math.max(...draining.movedAt.values(), Number.NEGATIVE_INFINITY);
		if (draining.seenAt === undefined && !(await this.#isSeen(draining)) && now - movedAt < probeLimitMs) {
			return probeIntervalMs;
		}

		draining.seenAt ??= monotonic();
		return draining.seenAt + drainMs - monotonic();
	}

	/** Time until the deadline, by whichever of the two clocks says that it is sooner; the first may be behind the server's. */
	#leftMs({metadata}: KubeObject, {firstSeenAt}: DrainingObject): number {
		const {deadlineMs, drainMs, monotonic, now} = this.#options;
		const deletedAt = Date.parse(metadata.deletionTimestamp ?? '');
		const lookMs = Math.min(deadlineMs, drainMs + leastLookMs);
		const seenForMs = monotonic() - firstSeenAt;
		return Math.max(Math.min(deletedAt + deadlineMs - now().getTime(), deadlineMs - seenForMs), lookMs - seenForMs);
	}

	/** Drops what is known of an object that is gone. */
	forget(uid: string): void {
		this.#draining.delete(uid);
	}

	#of(object: KubeObject): DrainingObject {
		const uid = object.metadata.uid ?? '';
		const known = this.#draining.get(uid);
		if (known) return known;
		const firstSeenAt = this.#options.monotonic();
		const draining: DrainingObject = {
			firstSeenAt,
			movedAt: new Map(),
			unseen: new Map(),
			seenAt: undefined,
			sawOld: false,
		};
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

function describe(draining: DrainingObject, overdueFor: readonly string[] | undefined): string {
	if (overdueFor) return 'its deadline has passed';
	if (draining.movedAt.size === 0) return 'no routemap names it';
	return draining.sawOld ? 'the gateway still follows the old route' : 'its route is gone';
}
