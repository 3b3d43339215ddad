import type {ObjectName} from '../../info/app-objects.ts';
import {findLeaderSettings} from '../../kube/find-daemon.ts';
import {findRoutemap} from '../../kube/find-routemap.ts';
import type {Target} from '../../kube/target.ts';
import {wait} from '../../kube/wait.ts';
import {namespacedName} from '../../objects/object.ts';
import type {AppNumbers} from '../numbers.ts';
import {appToCount, type AppToCount} from './counted-app.ts';
import {findGatewayPods, type GatewayPod} from './gateway-pods.ts';
import {Scraper} from './scrape.ts';
import {Track} from './track.ts';
import {isCountable, unreadable} from './unreadable.ts';

/** As often as Envoy adds up its histograms. */
const intervalMs = 5000;
/** A rate needs two looks; the second comes soon. */
const firstIntervalMs = 1000;
/** How long the routemap and the pods are taken for what they were. */
const freshMs = 30_000;
/** Apps whose past is kept while others are looked at. */
const mostTracks = 30;

interface FollowOptions {
	readonly now: () => Date;
	readonly onNumbers: (numbers: AppNumbers) => void;
	/** Told of each failure to read the app itself; nothing is known until the next look then. */
	readonly onError: (error: Error) => void;
}

/** The numbers of the apps of one place, from the counters of their gateways, for as long as they are looked at. */
export class GatewayNumbers {
	readonly #target: Pick<Target, 'cluster' | 'portForward'>;
	readonly #tracks = new Map<string, Track>();

	constructor(target: Pick<Target, 'cluster' | 'portForward'>) {
		this.#target = target;
	}

	/**
	 * Looks every 5 s what an app's gateways have counted, as counters cannot be watched, until the returned function is called;
	 * goes on where it was when the app is followed again. Why counters cannot be read is told with the numbers.
	 */
	follow(app: ObjectName, {now, onNumbers, onError}: FollowOptions): () => void {
		const stopping = new AbortController();
		const {signal} = stopping;
		const source = new AppSource(this.#target, signal);
		const track = this.#trackOf(app);
		const follow = async (): Promise<void> => {
			let failures = 0;
			for (let looks = 0; !signal.aborted; looks++) {
				try {
					const numbers = await source.look(app, track, now);
					failures = source.isReadable ? 0 : failures + 1;
					if (!signal.aborted) onNumbers(numbers);
				} catch (error) {
					if (signal.aborted) return;
					failures++;
					onNumbers(new Map());
					onError(error instanceof Error ? error : new Error(String(error)));
				}

				const pause = intervalMs * 2 ** Math.max(0, failures - 1);
				await wait(looks === 0 ? firstIntervalMs : Math.min(pause, freshMs), signal);
			}
		};
		void follow();
		return () => stopping.abort();
	}

	#trackOf({namespace, name}: ObjectName): Track {
		const key = namespacedName(namespace, name);
		const track = this.#tracks.get(key) ?? new Track();
		this.#tracks.delete(key);
		this.#tracks.set(key, track);
		const [oldest] = this.#tracks.keys();
		if (this.#tracks.size > mostTracks && oldest !== undefined) this.#tracks.delete(oldest);
		return track;
	}
}

/** Where the numbers of one app come from, found anew now and then. */
class AppSource {
	readonly #target: Pick<Target, 'cluster' | 'portForward'>;
	readonly #signal: AbortSignal;
	readonly #scraper: Scraper;
	#counted: AppToCount | undefined;
	#pods: readonly GatewayPod[] | undefined;
	#foundAt = 0;

	/** Whether the last look has found counters. */
	get isReadable(): boolean {
		return this.#pods !== undefined;
	}

	constructor(target: Pick<Target, 'cluster' | 'portForward'>, signal: AbortSignal) {
		this.#target = target;
		this.#signal = signal;
		this.#scraper = new Scraper(target, signal);
	}

	async look(app: ObjectName, track: Track, now: () => Date): Promise<AppNumbers> {
		const time = now().getTime();
		if (!this.#counted || time - this.#foundAt >= freshMs) {
			this.#counted = await this.#count(app, now);
			this.#pods = undefined;
			this.#foundAt = time;
		}

		const counted = this.#counted;
		if (!isCountable(counted)) return unreadable(counted, undefined);
		try {
			await this.#scrape(counted, track, now).catch(async (error: unknown) => {
				if (!this.#pods || this.#signal.aborted) throw error;
				// A pod may have been replaced.
				this.#pods = undefined;
				this.#scraper.close();
				await this.#scrape(counted, track, now);
			});
		} catch (error) {
			this.#pods = undefined;
			return unreadable(counted, error);
		}

		return track.numbers(counted);
	}

	async #scrape(counted: AppToCount, track: Track, now: () => Date): Promise<void> {
		this.#pods ??= await findGatewayPods(this.#target.cluster, counted, this.#signal);
		track.add(await this.#scraper.read(this.#pods, [counted], now), counted);
	}

	async #count(app: ObjectName, now: () => Date): Promise<AppToCount> {
		const {cluster} = this.#target;
		const {routemap} = await findRoutemap(cluster, app.namespace, app.name, this.#signal);
		const place = {cluster, namespace: app.namespace, now, signal: this.#signal};
		const counted = routemap && appToCount(app, routemap, (await findLeaderSettings(place)).types);
		return (
			counted ?? {app: app.name, namespace: app.namespace, virtualService: undefined, versions: new Map(), gateways: []}
		);
	}
}
