import {namesIn, type ObjectName} from '../info/app-objects.ts';
import {newestFirst} from '../info/event-order.ts';
import {findLeaderSettings} from '../kube/find-daemon.ts';
import {startInformer, type Informer} from '../kube/informer.ts';
import {hasReason, type Cluster} from '../objects/cluster.ts';
import {routemapSelector} from '../objects/labels.ts';
import {defaultLeaderSettings} from '../objects/leader-settings.ts';
import {namespacedName, stringAt, type KubeObject} from '../objects/object.ts';
import {configMaps, events} from '../objects/resource.ts';
import {appNameOf} from '../routing/app-spec.ts';
import {withFieldSelector} from './answer-notice.ts';
import {coalesce} from './coalesce.ts';

/** More than fit on any screen. */
const mostEvents = 200;
const updateIntervalMs = 100;

interface EventsListener {
	/** The newest first. */
	readonly onEvents: (events: readonly KubeObject[]) => void;
	/** Why they cannot be followed, told once; all other failures are got over. */
	readonly onError: (error: Error) => void;
}

/**
 * Follows the Events about an app's objects: its Service and routes, its routemap, its versions. One watch for each name, so that
 * the server filters. It is the core/v1 API that is asked: it also gives those that were written through events.k8s.io. What a
 * routemap names where the user may not look, or nobody can, is done without.
 */
export function followEvents(
	{cluster, now}: {readonly cluster: Cluster; readonly now: () => Date},
	app: ObjectName,
	{onEvents, onError}: EventsListener,
): () => void {
	const stopping = new AbortController();
	const {signal} = stopping;
	const informers = new Map<string, Informer>();
	/** Whether those of the app's own name are known; others come as they come. */
	let isSynced = false;
	const changed = coalesce(
		() => {
			if (!isSynced) return;
			const known = [...informers.values()].flatMap(informer => [...informer.values()]);
			onEvents(newestFirst(known).slice(0, mostEvents));
		},
		updateIntervalMs,
		signal,
	);
	follow(app);
	startInformer({
		cluster,
		resource: configMaps,
		namespace: app.namespace,
		labelSelector: routemapSelector,
		signal,
		onUpdate(_, configMap) {
			if (!configMap || appNameOf(configMap.metadata.name) !== app.name) return;
			void followNamed(configMap);
		},
		onError: fail,
	});
	return () => stopping.abort();

	/** By the leading daemon's types; by the usual ones where it cannot be asked. */
	async function followNamed(configMap: KubeObject): Promise<void> {
		const place = {cluster, namespace: app.namespace, now, signal};
		const {types} = await findLeaderSettings(place).catch(() => defaultLeaderSettings);
		if (!signal.aborted) for (const named of namesIn(configMap, types)) follow(named);
	}

	function follow({namespace, name}: ObjectName): void {
		const key = namespacedName(namespace, name);
		if (informers.has(key)) return;
		const isOwn = namespace === app.namespace;
		const informer = startInformer({
			cluster: withFieldSelector(cluster, `involvedObject.name=${name}`),
			resource: events,
			namespace,
			signal,
			onUpdate: changed,
			onError: error => isOwn && fail(error),
		});
		informers.set(key, informer);
		informer.synced.then(
			() => markSynced(isOwn && name === app.name),
			() => undefined, // stopped before
		);
	}

	function markSynced(isApp: boolean): void {
		isSynced ||= isApp;
		changed();
	}

	function fail(error: Error): void {
		if (signal.aborted || !hasReason(error, 'Forbidden')) return;
		stopping.abort();
		onError(error);
	}
}

/** Objects that belong to something, by their names. */
export interface NamesBelow {
	readonly namespace: string;
	/** Of what they belong to: their own names are one of these, or begin with one and a hyphen. */
	readonly names: readonly string[];
}

/**
 * Follows the Events about objects and about what controllers made below them: revisions, ReplicaSets, pods. Their names are made
 * of the first ones, and no selector of the API asks for that, so that all Events of the namespace come.
 */
export function followEventsBelow(
	cluster: Cluster,
	{namespace, names}: NamesBelow,
	{onEvents, onError}: EventsListener,
): () => void {
	const stopping = new AbortController();
	const {signal} = stopping;
	let isSynced = false;
	const isWanted = (event: KubeObject): boolean => {
		const about = stringAt(event, 'involvedObject', 'name') ?? '';
		return names.some(name => about === name || about.startsWith(`${name}-`));
	};
	const tell = coalesce(
		() => isSynced && onEvents(newestFirst([...informer.values()]).slice(0, mostEvents)),
		updateIntervalMs,
		signal,
	);
	const informer = startInformer({
		cluster,
		resource: events,
		namespace,
		signal,
		transform: event => (isWanted(event) ? event : undefined),
		onUpdate: tell,
		onError(error) {
			if (signal.aborted || !hasReason(error, 'Forbidden')) return;
			stopping.abort();
			onError(error);
		},
	});
	const markSynced = (): void => {
		isSynced = true;
		tell();
	};
	informer.synced.then(
		() => markSynced(),
		() => undefined, // stopped before
	);
	return () => stopping.abort();
}
