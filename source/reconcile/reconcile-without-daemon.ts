import {wait} from '../kube/wait.ts';
import {defaultHoldMs} from '../objects/defaults.ts';
import {routeFieldManager, routemapSelector} from '../objects/labels.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps, type Resource} from '../objects/resource.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import {renderRoutes} from '../routemap/assess/render.ts';
import {parseRoutemap, type Routemap} from '../routemap/routemap.ts';
import {readResources, type ResourceReader} from '../snapshot/read-resources.ts';
import {Drain} from './drain/drain.ts';
import {isLeaving} from './drain/finalizer.ts';
import {reconcile} from './reconcile.ts';

/** What a verb gives that does the daemon's work for one routemap. */
interface WithoutDaemonOptions extends ResourceReader {
	readonly namespace: string;
	readonly now: () => Date;
	/** How long requests that are under way may take after a route has changed, in milliseconds. */
	readonly drainMs: number;
}

/**
 * Does for one routemap what the daemon would do, for a verb that finds none leading: applies the routes and releases the objects
 * that are being deleted, after the drain. Resolves when none of the routemap's objects waits for us any more.
 */
export async function reconcileWithoutDaemon(
	context: WithoutDaemonOptions,
	configMap: KubeObject,
	progress: (words: string) => void,
): Promise<void> {
	const routemap = parseRoutemap(configMap);
	const drain = new Drain({
		cluster: context.cluster,
		fieldManager: routeFieldManager,
		drainMs: context.drainMs,
		probeLimitMs: 0,
		monotonic: () => performance.now(),
		onReleased: object => progress(`released ${object.metadata.name}`),
	});
	for (;;) {
		context.signal.throwIfAborted();
		const leaving = await reconcileOnce(context, routemap, drain, progress);
		if (leaving === undefined) return;
		await wait(leaving, context.signal);
	}
}

/** One round; the time to wait before the next in milliseconds, or undefined when nothing is leaving. */
async function reconcileOnce(
	context: WithoutDaemonOptions,
	routemap: Routemap,
	drain: Drain,
	progress: (words: string) => void,
): Promise<number | undefined> {
	const {cluster, types, now, signal} = context;
	const lookup = await readResources(context, routemap);
	const [routes, routemaps] = await Promise.all([readRoutes(context, routemap), readRoutemapUids(context)]);
	const {faults} = await reconcile(routemap, {
		cluster,
		types,
		now,
		lookup,
		holdMs: defaultHoldMs,
		fieldManager: routeFieldManager,
		route: (resource, _, name) => routes.get(`${resource.plural}/${name}`),
		isRoutemap: (_, name, uid) => routemaps.get(name) === uid,
		render: (map, weights) => renderRoutes(map, weights, types),
		onApplied: (_, object) => progress(`applied the route ${object.metadata.name}`),
	});
	if (faults.length > 0) throw new Error(`routemap ${routemap.name}: ${faults.join('; ')}`);
	const delays: number[] = [];
	for (const {resource, object} of namedObjects(context, routemap, lookup)) {
		if (!isLeaving(object)) continue;
		drain.moved(routemap.name, object, undefined);
		const {requeueAfterMs} = await drain.advance(resource, object, new Set([routemap.name]));
		if (requeueAfterMs !== undefined) delays.push(requeueAfterMs);
	}

	signal.throwIfAborted();
	return delays.length > 0 ? Math.min(...delays) : undefined;
}

/** The live objects of the kinds that the routemap renders, by `PLURAL/NAME`. */
async function readRoutes(context: WithoutDaemonOptions, routemap: Routemap): Promise<ReadonlyMap<string, KubeObject>> {
	const names = new Set(routemap.templates.map(({gvrShort}) => gvrShort));
	const lists = await Promise.all(
		[...names].map(async gvrShort => {
			const resource = context.types.get(gvrShort)?.resource;
			if (!resource) return [];
			const {items} = await context.cluster.list(resource, context.namespace, {signal: context.signal});
			return items.map((item): [string, KubeObject] => [`${resource.plural}/${item.metadata.name}`, item]);
		}),
	);
	return new Map(lists.flat());
}

async function readRoutemapUids({
	cluster,
	namespace,
	signal,
}: WithoutDaemonOptions): Promise<ReadonlyMap<string, string | undefined>> {
	const {items} = await cluster.list(configMaps, namespace, {labelSelector: routemapSelector, signal});
	return new Map(items.map(({metadata}) => [metadata.name, metadata.uid]));
}

function namedObjects(
	{types}: WithoutDaemonOptions,
	routemap: Routemap,
	lookup: Lookup,
): readonly {readonly resource: Resource; readonly object: KubeObject}[] {
	return routemap.versions.flatMap(({resources}) =>
		resources.flatMap(({gvrShort, namespace, name}) => {
			const resource = types.get(gvrShort)?.resource;
			const object = resource && lookup(resource, namespace, name);
			return object ? [{resource, object}] : [];
		}),
	);
}
