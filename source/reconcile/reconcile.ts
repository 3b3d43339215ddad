import {ApiError, find, hasReason, type Cluster} from '../objects/cluster.ts';
import {watchLabel} from '../objects/labels.ts';
import {hasFinalizer} from '../objects/leaving.ts';
import {titleOf, type KubeObject} from '../objects/object.ts';
import type {ResourceTypes} from '../objects/resource-types.ts';
import type {Resource} from '../objects/resource.ts';
import {claimedByAnother, claimWords} from '../ownership/claimed-hosts.ts';
import {foreignRoute, mayWrite, primaryAlone} from '../ownership/live-route.ts';
import {beyondReach, lookupWithin, type Reach} from '../ownership/reach.ts';
import {assess, type Assessment} from '../routemap/assess/assess.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import type {Rendered} from '../routemap/assess/render.ts';
import {isInForce} from '../routemap/assess/route-difference.ts';
import {bounds} from '../routemap/bounds.ts';
import type {Routemap} from '../routemap/routemap.ts';
import {addFinalizer} from './drain/finalizer.ts';

/** What a reconcile needs of the world. The daemon answers from its informers, a verb from objects that it has just read. */
export interface ReconcileOptions {
	readonly cluster: Cluster;
	readonly types: ResourceTypes;
	readonly fieldManager: string;
	readonly holdMs: number;
	readonly now: () => Date;
	readonly lookup: Lookup;
	/** How far the routemap may reach. */
	readonly reach: Reach;
	/** The live object of a route's name, whosever it is. */
	readonly route: Lookup;
	/** The live routes of a kind that claim a host. */
	readonly claimants: (resource: Resource, host: string) => Iterable<KubeObject>;
	/** How many live routes the owner with a uid has. */
	readonly countOf: (uid: string) => number;
	readonly render: (routemap: Routemap, weights: readonly number[]) => readonly Rendered[];
	/** Told of a route that was just written, as the server returned it. */
	readonly onApplied: (resource: Resource, object: KubeObject) => void;
}

/** The state that a reconcile left the routemap's routes in. */
export interface Reconciled extends Assessment {
	/** Faults of the routemap itself: trying again does not help, a change of it does. */
	readonly faults: readonly string[];
	/** The objects of others that keep routes from being written: when one changes, look again. */
	readonly blockers: readonly Blocker[];
}

/**
 * Makes the routes of one routemap what they should be now: availability → weights → finalizers → render → server-side apply of
 * what differs. Level-based: it reads the current state and writes what is missing, whatever the reason it was called for.
 * Rejects when a write failed and should be tried again; routes that could be written then have been.
 */
export async function reconcile(routemap: Routemap, options: ReconcileOptions): Promise<Reconciled> {
	const {types, holdMs, reach} = options;
	const lookup = lookupWithin(options.lookup, routemap.namespace, reach);
	const now = options.now();
	const assessment = assess(routemap, lookup, {types, now, holdMs});
	const {weights} = assessment;
	await guardVersions(routemap, weights, {...options, lookup});
	const rendered = options.render(routemap, weights);
	const faults = [
		...beyondReach(routemap, options.lookup, types, reach),
		...rendered.flatMap(route =>
			'error' in route ? [`routing template ${route.template}: ${route.error.message}`] : [],
		),
	];
	const blockers: Blocker[] = [];
	const outcomes = await Promise.allSettled(
		rendered.map(async route =>
			'object' in route ? await applyRoute(routemap, route.resource, route.object, options) : undefined,
		),
	);
	for (const outcome of outcomes) {
		if (outcome.status === 'rejected') throw outcome.reason;
		if (outcome.value === undefined) continue;
		faults.push(outcome.value.fault);
		blockers.push(outcome.value);
	}

	return {...assessment, faults, blockers};
}

/**
 * Every object of a version that a route will name has our finalizer first (safety rule 2). Objects of the other versions get it
 * too, but a failure there must not keep traffic from moving away.
 */
async function guardVersions(routemap: Routemap, weights: readonly number[], options: ReconcileOptions): Promise<void> {
	const guards = routemap.versions.flatMap((version, index) =>
		version.resources.flatMap(({gvrShort, namespace, name}) => {
			const resource = options.types.get(gvrShort)?.resource;
			const object = resource && options.lookup(resource, namespace, name);
			if (!object || object.metadata.deletionTimestamp !== undefined || hasFinalizer(object)) return [];
			if (object.metadata.labels?.[watchLabel] !== 'true') return [];
			return [{resource, object, isNamed: (weights[index] ?? 0) > 0}];
		}),
	);
	if (guards.length === 0) return;
	const outcomes = await Promise.allSettled(guards.map(({resource, object}) => guard(resource, object, options)));
	for (const [index, outcome] of outcomes.entries()) {
		if (outcome.status === 'rejected' && guards[index]?.isNamed) throw outcome.reason;
	}
}

/** How often an object may change between the look at it and the patch; KServe adds its own finalizer right after creation. */
const guardAttempts = 3;

/** Puts our finalizer on an object; that it is gone, or has it by now (another routemap may name it too), is as good. */
async function guard(resource: Resource, object: KubeObject, {cluster, fieldManager}: ReconcileOptions): Promise<void> {
	const {namespace, name, uid} = object.metadata;
	let seen: KubeObject | undefined = object;
	for (let attempt = 1; seen && !hasFinalizer(seen); attempt++) {
		try {
			await addFinalizer(cluster, resource, seen, fieldManager);
			return;
		} catch (error) {
			if (hasReason(error, 'NotFound')) return;
			if (!hasReason(error, 'Invalid')) throw error;
			const current: KubeObject | undefined = await find(cluster, resource, namespace, name);
			// Another object of the name is not the one whose availability was judged.
			const isOther = current && (current.metadata.uid !== uid || current.metadata.deletionTimestamp !== undefined);
			if (isOther || current?.metadata.resourceVersion === seen.metadata.resourceVersion) throw error;
			if (attempt === guardAttempts) {
				const words = `${titleOf(object)} changes faster than it can be guarded`;
				throw new ApiError(409, 'Conflict', words, {cause: error});
			}

			seen = current;
		}
	}
}

/** A live object of others that keeps a route from being written. */
interface Blocker {
	readonly resource: Resource;
	readonly object: KubeObject;
	/** What to say of it. */
	readonly fault: string;
}

/** What a routemap no longer renders stays until it is deleted, so renaming its routes would make ever more of them. */
const mostRoutes = 2 * bounds.templates;

function tooManyRoutes(route: KubeObject): string {
	return `${titleOf(route)} is not created, as the routemap has ${mostRoutes} routes already: delete those that it no longer renders`;
}

/**
 * Applies a route unless it is in force, or something of others is in its place. A live object is changed only as the very one that
 * was judged (uid and resourceVersion), and a new one takes no fields from one that has come up meanwhile: either is a Conflict, and
 * judged anew.
 */
async function applyRoute(
	routemap: Routemap,
	resource: Resource,
	object: KubeObject,
	options: ReconcileOptions,
): Promise<Blocker | undefined> {
	const {cluster, fieldManager} = options;
	const live = options.route(resource, routemap.namespace, object.metadata.name);
	if (live && !mayWrite(routemap, live, firstRoute(routemap, live, options))) {
		return {resource, object: live, fault: foreignRoute(live)};
	}

	const claim = claimedByAnother(
		object,
		live,
		routemap,
		host => options.claimants(resource, host),
		options.reach.hosts,
	);
	if (claim) return {resource, object: claim.other, fault: claimWords(object, claim)};
	if (!live && options.countOf(routemap.uid) >= mostRoutes) return {resource, object, fault: tooManyRoutes(object)};
	if (isInForce(object, live, fieldManager)) return undefined;
	const {uid, resourceVersion} = live?.metadata ?? {};
	const guarded = live ? {...object, metadata: {...object.metadata, uid, resourceVersion}} : object;
	const applied = await cluster.apply(resource, guarded as KubeObject, {fieldManager, force: live !== undefined});
	options.onApplied(resource, applied);
	return undefined;
}

/** What a routemap renders of a live route's name while the primary alone serves. */
function firstRoute(
	routemap: Routemap,
	{kind, metadata}: KubeObject,
	{render}: ReconcileOptions,
): KubeObject | undefined {
	const first = render(routemap, primaryAlone(routemap)).find(
		route => 'object' in route && route.object.kind === kind && route.object.metadata.name === metadata.name,
	);
	return first && 'object' in first ? first.object : undefined;
}
