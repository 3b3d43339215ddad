import {setImmediate} from 'node:timers/promises';
import {knownRoutemap} from '../info/known-routemap.ts';
import {everyNamespace, lookupAmong, type Snapshot} from '../info/snapshot.ts';
import {find, hasReason, type Cluster} from '../objects/cluster.ts';
import {recordSelector, routemapSelector} from '../objects/labels.ts';
import {leaseName, leaseNamespaces, settingsIn} from '../objects/lease.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps, leases as leaseResource} from '../objects/resource.ts';
import {briefRecord} from '../rollout/brief-record.ts';
import {recordName} from '../rollout/record.ts';
import {collectionsOf, isInScope, type Collection, type Scope} from './collections.ts';

/**
 * Reads what there is now: the routemaps beside the leases, then what they name, one list each, all at once. A kind that the
 * server lacks is noted, and a lease that the user may not read; rejects for any other failure.
 * @param now By which clock a lease is in force.
 */
export async function fetchSnapshot(
	cluster: Cluster,
	scope: Scope,
	signal: AbortSignal,
	now = new Date(),
): Promise<Snapshot> {
	const [{items}, records, {leases, hiddenLeases}] = await Promise.all([
		cluster.list(configMaps, scope.namespace, {labelSelector: routemapsIn(scope), signal}),
		cluster.list(configMaps, scope.namespace, {labelSelector: recordSelector, signal}),
		fetchLeases(cluster, scope, signal),
	]);
	const routemaps = items.filter(configMap => isInScope(configMap, scope));
	for (const configMap of routemaps) {
		knownRoutemap(configMap); // known from now on; signals are heard in between, as many may take long together
		await setImmediate();
		signal.throwIfAborted();
	}

	const settings = settingsIn(leases, now);
	const lists = await Promise.all(
		[...collectionsOf(routemaps, scope, settings).values()].map(collection =>
			fetchCollection(cluster, collection, signal),
		),
	);
	const lookup = (role: Collection['role']) =>
		lookupAmong(lists.filter(list => list.role === role).map(list => [list.resource, list.items] as const));
	return {
		routemaps,
		applications: lookup('application'),
		routes: lookup('route'),
		recordOf: recordsAmong(records.items),
		leases,
		hiddenLeases,
		settingsIn: settings,
		missingKinds: [...new Set(lists.flatMap(({missing}) => missing ?? []))],
	};
}

/** The label selector of the routemaps in a scope. */
export function routemapsIn({labelSelector}: Scope): string {
	return labelSelector ? `${routemapSelector},${labelSelector}` : routemapSelector;
}

/** The record of an app among those that were listed. */
function recordsAmong(items: readonly KubeObject[]): Snapshot['recordOf'] {
	const records = lookupAmong([[configMaps, items.map(briefRecord)]]);
	return (namespace, app) => records(configMaps, namespace, recordName(app));
}

async function fetchCollection(cluster: Cluster, collection: Collection, signal: AbortSignal) {
	const {role, resource, namespace, labelSelector} = collection;
	const selection = {signal, ...(labelSelector === undefined ? {} : {labelSelector})};
	try {
		const {items} = await cluster.list(resource, namespace, selection);
		return {role, resource, items, missing: undefined};
	} catch (error) {
		if (error instanceof Error && hasReason(error, 'ResourceMissing')) {
			return {role, resource, items: [], missing: error.message};
		}

		throw error;
	}
}

async function fetchLeases(
	cluster: Cluster,
	{namespace}: Scope,
	signal: AbortSignal,
): Promise<Pick<Snapshot, 'leases' | 'hiddenLeases'>> {
	const hiddenLeases: string[] = [];
	const unlessForbidden = async (
		place: string,
		reading: Promise<readonly KubeObject[]>,
	): Promise<readonly KubeObject[]> => {
		try {
			return await reading;
		} catch (error) {
			if (!hasReason(error, 'Forbidden')) throw error;
			hiddenLeases.push(place);
			return [];
		}
	};
	const inAll = async (): Promise<readonly KubeObject[]> =>
		(await cluster.list(leaseResource, undefined, {fieldSelector: `metadata.name=${leaseName}`, signal})).items;
	const inOne = async (leaseNamespace: string): Promise<readonly KubeObject[]> => {
		const lease = await find(cluster, leaseResource, leaseNamespace, leaseName, signal);
		return lease ? [lease] : [];
	};
	const readings =
		namespace === undefined
			? [unlessForbidden(everyNamespace, inAll())]
			: leaseNamespaces(namespace).map(place => unlessForbidden(place, inOne(place)));
	return {leases: (await Promise.all(readings)).flat(), hiddenLeases};
}
