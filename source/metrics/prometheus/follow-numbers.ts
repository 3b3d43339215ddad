import {versionsIn, type ObjectName} from '../../info/app-objects.ts';
import {findLeaderSettings} from '../../kube/find-daemon.ts';
import {findRoutemap} from '../../kube/find-routemap.ts';
import {wait} from '../../kube/wait.ts';
import type {Cluster} from '../../objects/cluster.ts';
import {historyMs, type AppNumbers} from '../numbers.ts';
import type {Prometheus} from './client.ts';
import {durationsQuery, requestsQuery} from './queries.ts';
import {versionNumbers} from './version-numbers.ts';

/** As often as Prometheus scrapes at most. */
const intervalMs = 15_000;
const stepSeconds = 30;

interface NumbersOptions {
	readonly cluster: Cluster;
	readonly prometheus: Prometheus;
	readonly now: () => Date;
	readonly onNumbers: (numbers: AppNumbers) => void;
	/** Told of each failure; nothing is known until the next look then. */
	readonly onError: (error: Error) => void;
}

/** Looks every 15 s what a Prometheus says of an app's versions, until the returned function is called. */
export function followNumbers(app: ObjectName, options: NumbersOptions): () => void {
	const stopping = new AbortController();
	const {signal} = stopping;
	const readOnce = async (): Promise<void> => {
		try {
			const numbers = await numbersOf(app, options, signal);
			if (!signal.aborted) options.onNumbers(numbers);
		} catch (error) {
			if (signal.aborted) return;
			options.onNumbers(new Map());
			options.onError(error instanceof Error ? error : new Error(String(error)));
		}
	};
	const follow = async (): Promise<void> => {
		while (!signal.aborted) {
			await readOnce();
			await wait(intervalMs, signal);
		}
	};
	void follow();
	return () => stopping.abort();
}

async function numbersOf(
	{namespace, name}: ObjectName,
	{cluster, prometheus, now}: NumbersOptions,
	signal: AbortSignal,
): Promise<AppNumbers> {
	const {routemap} = await findRoutemap(cluster, namespace, name, signal);
	if (!routemap) return new Map();
	const {types} = await findLeaderSettings({cluster, namespace, now, signal});
	return readNumbers(versionsIn(routemap, types), prometheus, now, signal);
}

/** What a Prometheus says of some versions now. */
export async function readNumbers(
	versions: ReturnType<typeof versionsIn>,
	prometheus: Prometheus,
	now: () => Date,
	signal: AbortSignal,
): Promise<AppNumbers> {
	if (versions.length === 0) return new Map();
	const to = now();
	const range = {from: new Date(to.getTime() - historyMs), to, stepSeconds};
	const [requests, durations] = await Promise.all([
		prometheus.queryRange(requestsQuery(versions), range, signal),
		prometheus.queryRange(durationsQuery(versions), range, signal),
	]);
	return versionNumbers(
		versions.map(version => version.name),
		{requests, durations, until: to.getTime() / 1000},
	);
}
