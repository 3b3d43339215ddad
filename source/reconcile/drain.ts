import type {Telltale, Sighting} from '../mesh/route-probe.ts';
import type {Cluster} from '../objects/cluster.ts';
import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import {isLeaving, releaseFinalizer} from './finalizer.ts';
import type {ReconcileResult} from './reconcile-result.ts';

export interface DepartureOptions {
	readonly cluster: Cluster;
	readonly fieldManager: string;
	/** How long requests that were under way when the route changed may take, in milliseconds. */
	readonly drainMs: number;
	/** After this long a gateway that still follows the old route no longer holds up the release, in milliseconds. */
	readonly sightingLimitMs: number;
	/** Asks the gateway; undefined where it is not to be asked. */
	readonly sight?: (telltale: Telltale) => Promise<Sighting>;
	/** Milliseconds of a clock that never jumps. */
	readonly monotonic: () => number;
	readonly onReleased: (object: KubeObject, how: string) => void;
}

interface Departure {
	/** When each routemap's route without the object was applied. */
	readonly movedAt: Map<string, number>;
	/** What shows each routemap's change in the data plane, until it was seen there. */
	readonly unseen: Map<string, Telltale>;
	seenAt: number | undefined;
	sawOld: boolean;
}

/** What requests that are under way get unless told otherwise, in milliseconds. */
export const defaultDrainMs = 5000;

/** How many answers in a row must be the new route's before it counts as seen. */
const sightings = 3;
const sightingIntervalMs = 100;

/**
 * Objects that are being deleted and wait for our finalizer (safety rule 2). One leaves when each routemap that names it has
 * applied its route without it, that was seen in the data plane where it can be probed, and the drain has passed.
 */
export class Departures {
	readonly #options: DepartureOptions;
	readonly #departures = new Map<string, Departure>();

	constructor(options: DepartureOptions) {
		this.#options = options;
	}

	/** Notes that a routemap's route without an object is applied; the first note of each counts. */
	moved(routemap: string, object: KubeObject, telltale: Telltale | undefined): void {
		const departure = this.#of(object);
		if (departure.movedAt.has(routemap)) return;
		departure.movedAt.set(routemap, this.#options.monotonic());
		if (telltale) departure.unseen.set(routemap, telltale);
	}

	/**
	 * Brings an object's departure forward; `routemaps` are those that name it now. An outcome without a time to come back waits
	 * for a `moved`, after which the caller calls again.
	 */
	async advance(resource: Resource, object: KubeObject, routemaps: ReadonlySet<string>): Promise<ReconcileResult> {
		if (!isLeaving(object)) return {};
		const departure = this.#of(object);
		const now = this.#options.monotonic();
		if ([...routemaps].some(routemap => !departure.movedAt.has(routemap))) return {};
		const movedAt = Math.max(...departure.movedAt.values(), Number.NEGATIVE_INFINITY);
		if (departure.seenAt === undefined && !(await this.#isSeen(departure))) {
			if (now - movedAt < this.#options.sightingLimitMs) return {requeueAfterMs: sightingIntervalMs};
		}

		departure.seenAt ??= this.#options.monotonic();
		const restMs = departure.seenAt + this.#options.drainMs - this.#options.monotonic();
		if (restMs > 0) return {requeueAfterMs: Math.ceil(restMs)};
		await releaseFinalizer(this.#options.cluster, resource, object, this.#options.fieldManager);
		this.#options.onReleased(object, describe(departure));
		return {};
	}

	/** Drops what is known of an object that is gone. */
	forget(uid: string): void {
		this.#departures.delete(uid);
	}

	#of(object: KubeObject): Departure {
		const uid = object.metadata.uid ?? '';
		const known = this.#departures.get(uid);
		if (known) return known;
		const departure: Departure = {movedAt: new Map(), unseen: new Map(), seenAt: undefined, sawOld: false};
		this.#departures.set(uid, departure);
		return departure;
	}

	async #isSeen(departure: Departure): Promise<boolean> {
		const {sight} = this.#options;
		if (!sight) return true;
		for (const [routemap, telltale] of departure.unseen) {
			for (let count = 0; count < sightings; count++) {
				const sighting = await sight(telltale);
				departure.sawOld = sighting === 'old';
				if (sighting === 'old') return false;
				if (sighting === 'unknown') break;
			}

			departure.unseen.delete(routemap);
		}

		return true;
	}
}

function describe(departure: Departure): string {
	if (departure.movedAt.size === 0) return 'no routemap names it';
	return departure.sawOld ? 'the gateway still follows the old route' : 'its route is gone';
}
