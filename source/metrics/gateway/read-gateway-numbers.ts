import type {ObjectName} from '../../info/app-objects.ts';
import type {Target} from '../../kube/target.ts';
import {wait} from '../../kube/wait.ts';
import {namespacedName, type KubeObject} from '../../objects/object.ts';
import type {ResourceTypes} from '../../objects/resource-types.ts';
import type {AppNumbers} from '../numbers.ts';
import {appToCount, type AppToCount} from './counted-app.ts';
import {findGatewayPods, type GatewayPod} from './gateway-pods.ts';
import {Scraper} from './scrape.ts';
import {Track} from './track.ts';
import {isCountable, unreadable} from './unreadable.ts';

/** Between two looks. */
const pauseMs = 1000;
/** Envoy adds up its histograms every 5 s: where requests were answered, the next sum is waited for, so that there is a p95. */
const longestMs = 6000;
/** What a look may take in all, connecting included. */
const limitMs = 15_000;
/** Gateways looked for at a time. */
const concurrency = 8;

interface App {
	readonly name: ObjectName;
	readonly routemap: KubeObject;
	/** What its daemon takes short names for. */
	readonly types: ResourceTypes;
}

interface ReadOptions {
	readonly now: () => Date;
	readonly signal: AbortSignal;
}

/** An app, and the pods that count its requests. */
interface Found {
	readonly key: string;
	readonly counted: AppToCount;
	readonly pods: readonly GatewayPod[];
}

type Read = readonly [key: string, numbers: AppNumbers];

/**
 * The numbers of apps (by `NAMESPACE/NAME`) as the counters of their gateways tell them now: what changes in a second, or in up to six
 * where requests come and their latencies are not summed up yet. What cannot be read is told in place of numbers; rejects only with
 * the signal's reason.
 */
export async function readGatewayNumbers(
	target: Pick<Target, 'cluster' | 'portForward'>,
	apps: readonly App[],
	{now, signal}: ReadOptions,
): Promise<ReadonlyMap<string, AppNumbers>> {
	const ending = new AbortController();
	const limit = AbortSignal.timeout(limitMs);
	const limited = AbortSignal.any([signal, ending.signal, limit]);
	const inTime = (error: unknown): unknown =>
		limit.aborted ? new Error(`the gateway's counters did not come within ${limitMs / 1000} s`, {cause: error}) : error;
	try {
		const {found, failed} = await findAll(target, apps, limited, inTime);
		const groups = Map.groupBy(found, ({pods}) => pods.map(({uid}) => uid).join());
		const read = await Promise.all(
			[...groups.values()].map(async group => {
				try {
					return await readGroup(target, group, now, limited);
				} catch (error) {
					return group.map(({key, counted}): Read => [key, unreadable(counted, inTime(error))]);
				}
			}),
		);
		signal.throwIfAborted();
		return new Map([...failed, ...read.flat()]);
	} finally {
		ending.abort();
	}
}

async function findAll(
	{cluster}: Pick<Target, 'cluster'>,
	apps: readonly App[],
	signal: AbortSignal,
	inTime: (error: unknown) => unknown,
): Promise<{readonly found: readonly Found[]; readonly failed: readonly Read[]}> {
	const found: Found[] = [];
	const failed: Read[] = [];
	const rest = apps.values();
	const find = async (): Promise<void> => {
		for (const {name, routemap, types} of rest) {
			const key = namespacedName(name.namespace, name.name);
			const counted = appToCount(name, routemap, types);
			if (!counted) continue;
			if (!isCountable(counted)) {
				failed.push([key, unreadable(counted, undefined)]);
				continue;
			}

			try {
				found.push({key, counted, pods: await findGatewayPods(cluster, counted, signal)});
			} catch (error) {
				failed.push([key, unreadable(counted, inTime(error))]);
			}
		}
	};
	await Promise.all(Array.from({length: concurrency}, find));
	return {found, failed};
}

/** Apps whose requests the same pods count. */
async function readGroup(
	target: Pick<Target, 'portForward'>,
	group: readonly Found[],
	now: () => Date,
	signal: AbortSignal,
): Promise<readonly Read[]> {
	const tracks = group.map(({key, counted}) => ({key, counted, track: new Track()}));
	const numbers = (): readonly Read[] => tracks.map(({key, counted, track}) => [key, track.numbers(counted)]);
	const pods = group[0]?.pods ?? [];
	const scraper = new Scraper(target, signal);
	const look = async (): Promise<void> => {
		const counted = tracks.map(each => each.counted);
		const round = await scraper.read(pods, counted, now);
		for (const {track, counted: own} of tracks) track.add(round, own);
	};
	await look();
	for (let waited = 0; waited < longestMs && isWanting(numbers(), waited); waited += pauseMs) {
		await wait(pauseMs, signal);
		signal.throwIfAborted();
		await look();
	}

	return numbers();
}

/** Whether another look would tell more: there was only one, or requests were answered whose latencies are not known yet. */
function isWanting(numbers: readonly Read[], waited: number): boolean {
	const all = numbers.flatMap(([, app]) => [...app.values()]);
	if (waited === 0) return all.some(({unknown}) => unknown === undefined);
	return all.some(({errorShare, p95Ms}) => errorShare !== undefined && p95Ms === undefined);
}
