import {wait} from '../kube/wait.ts';
import {hasReason} from '../objects/cluster.ts';
import {defaultDeadlineMs} from '../objects/defaults.ts';
import {routeFieldManager} from '../objects/labels.ts';
import {isLeaving} from '../objects/leaving.ts';
import type {KubeObject} from '../objects/object.ts';
import type {Resource} from '../objects/resource.ts';
import {HostIndex} from '../ownership/host-index.ts';
import {permittedRoutes} from '../ownership/permitted-routes.ts';
import {ownReach} from '../ownership/reach.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import {parseRoutemap, type Routemap} from '../routemap/routemap.ts';
import {readResources, type ResourceReader} from '../snapshot/read-resources.ts';
import {Drain} from './drain/drain.ts';
import {reconcile} from './reconcile.ts';

/** What a verb gives that does the daemon's work for one routemap. */
interface WithoutDaemonOptions extends ResourceReader {
	readonly namespace: string;
	readonly now: () => Date;
	/** How long a Ready that turned Unknown counts as good, in milliseconds. */
	readonly holdMs: number;
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
		deadlineMs: defaultDeadlineMs,
		now: context.now,
		monotonic: () => performance.now(),
		onReleased: ({metadata}) => progress(`released ${metadata.namespace}/${metadata.name}`),
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
	const {cluster, types, holdMs, now, signal} = context;
	const lookup = await readResources(context, routemap);
	const routes = await readRoutes(context, routemap);
	const hosts = new HostIndex();
	for (const [key, route] of routes) hosts.set(key, route);
	const {faults} = await reconcile(routemap, {
		cluster,
		types,
		now,
		lookup,
		reach: ownReach,
		holdMs,
		fieldManager: routeFieldManager,
		route: (resource, namespace, name) => routes.get(routeKey(resource, namespace, name)),
		claimants: ({kind}, host) => hosts.claimants(kind, host),
		countOf: uid => hosts.countOf(uid),
		render: (map, weights) => permittedRoutes(map, weights, types),
		onApplied: (_, {metadata}) => progress(`applied the route ${metadata.name}`),
	});
	const delays: number[] = [];
	for (const {resource, object} of namedObjects(context, routemap, lookup)) {
		if (!isLeaving(object)) continue;
		// Routes that are not as they should be hold an object, but not for ever.
		if (faults.length === 0) drain.moved(routemap.name, object, undefined);
		const {requeueAfterMs} = await drain.advance(resource, object, new Set([routemap.name]));
		if (requeueAfterMs !== undefined) delays.push(requeueAfterMs);
	}

	signal.throwIfAborted();
	if (faults.length > 0) throw new Error(`routemap ${routemap.namespace}/${routemap.name}: ${faults.join('; ')}`);
	return delays.length > 0 ? Math.min(...delays) : undefined;
}

/**
 * The live objects of the kinds that the routemap renders, of all namespaces where the user may see them: a host of others is not to
 * be taken by his rights either.
 */
async function readRoutes(
	{types, cluster, namespace, signal}: WithoutDaemonOptions,
	routemap: Routemap,
): Promise<ReadonlyMap<string, KubeObject>> {
	const names = new Set(routemap.templates.map(({gvrShort}) => gvrShort));
	const lists = await Promise.all(
		[...names].map(async gvrShort => {
			const resource = types.get(gvrShort)?.resource;
			if (!resource) return [];
			const {items} = await cluster.list(resource, undefined, {signal}).catch(async (error: unknown) => {
				if (!hasReason(error, 'Forbidden')) throw error;
				return cluster.list(resource, namespace, {signal});
			});
			return items.map((item): [string, KubeObject] => [
				routeKey(resource, item.metadata.namespace ?? '', item.metadata.name),
				item,
			]);
		}),
	);
	return new Map(lists.flat());
}

function routeKey({plural}: Resource, namespace: string, name: string): string {
	return `${plural}/${namespace}/${name}`;
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
