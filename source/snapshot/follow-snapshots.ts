import {everyNamespace, type Snapshot, type SnapshotListener} from '../info/snapshot.ts';
import {startInformer, type Informer} from '../kube/informer.ts';
import {ConnectionError, hasReason, type Cluster} from '../objects/cluster.ts';
import {recordSelector} from '../objects/labels.ts';
import {leaseName, leaseNamespaces, settingsIn} from '../objects/lease.ts';
import type {KubeObject} from '../objects/object.ts';
import {configMaps, leases, type Resource} from '../objects/resource.ts';
import {briefRecord} from '../rollout/brief-record.ts';
import {recordName} from '../rollout/record.ts';
import type {Lookup} from '../routemap/assess/availability.ts';
import {withAnswerNotice, withFieldSelector} from './answer-notice.ts';
import {coalesce} from './coalesce.ts';
import {collectionKey, collectionsOf, isInScope, type Collection, type Scope} from './collections.ts';
import {routemapsIn} from './fetch-snapshot.ts';

/** Five updates a second are as many as an eye follows; each costs a description and a drawing. */
const updateIntervalMs = 200;

interface Member {
	readonly resource: Resource;
	readonly namespace: string | undefined;
	readonly informer: Informer;
	/** Whether its objects are known, or will not be. */
	isSynced: boolean;
	/** Whether the user may not read it. */
	isHidden: boolean;
	trouble: Error | undefined;
	missing: string | undefined;
}

/**
 * Tells of the snapshots of a cluster, the first when everything that the routemaps name is known, then one whenever something
 * changes, at most five a second. Goes on through failures until the returned function is called. Polls nothing.
 */
export function followSnapshots(
	cluster: Cluster,
	scope: Scope,
	listener: SnapshotListener,
	now = () => new Date(),
): () => void {
	const stopping = new AbortController();
	const {signal} = stopping;
	const members = new Map<string, Member>();
	const changed = coalesce(tell, updateIntervalMs, signal);
	let toldTrouble: Error | undefined;
	let isTold = false;
	/** Of the routemaps as they are; undefined when these, or who leads, have changed. */
	let inScope: readonly KubeObject[] | undefined;

	const applications = lookup('application');
	const routes = lookup('route');
	const routemaps = start('routemaps', cluster, configMaps, scope.namespace, routemapsIn(scope));
	const records = start('records', cluster, configMaps, scope.namespace, recordSelector);
	const leaseMembers = (scope.namespace === undefined ? [undefined] : leaseNamespaces(scope.namespace)).map(namespace =>
		start(`leases ${namespace ?? ''}`, withFieldSelector(cluster, `metadata.name=${leaseName}`), leases, namespace),
	);
	return () => stopping.abort();

	function start(
		key: string,
		source: Cluster,
		resource: Resource,
		namespace: string | undefined,
		labelSelector?: string,
	): Member {
		const informer = startInformer({
			cluster: withAnswerNotice(source, () => answered(member)),
			resource,
			namespace,
			signal,
			...(labelSelector === undefined ? {} : {labelSelector}),
			transform: transformOf(key),
			onUpdate() {
				if (member === routemaps || resource === leases) inScope = undefined;
				changed();
			},
			onError: error => fail(member, error),
		});
		const member: Member = {
			resource,
			namespace,
			informer,
			isSynced: false,
			isHidden: false,
			trouble: undefined,
			missing: undefined,
		};
		members.set(key, member);
		informer.synced.then(
			() => markSynced(member),
			() => undefined, // stopped before
		);
		return member;
	}

	function markSynced(member: Member): void {
		member.isSynced = true;
		// Whoever waits for the first snapshot need not wait for the end of an interval.
		if (isTold) changed();
		else tell();
	}

	function fail(member: Member, error: Error): void {
		if (hasReason(error, 'ResourceMissing')) member.missing = error.message;
		// Whoever may not read leases does without.
		else if (member.resource === leases && !(error instanceof ConnectionError)) {
			if (hasReason(error, 'Forbidden')) member.isHidden = true;
			markSynced(member);
		} else setTrouble(member, error);
	}

	/** An answer without objects changes nothing but that it is one. */
	function answered(member: Member): void {
		setTrouble(member, undefined);
		if (!member.isHidden) return;
		member.isHidden = false;
		changed();
	}

	function setTrouble(member: Member, trouble: Error | undefined): void {
		if (member.trouble === trouble) return;
		member.trouble = trouble;
		const first = [...members.values()].find(other => other.trouble !== undefined)?.trouble;
		if (first?.message === toldTrouble?.message) return;
		toldTrouble = first;
		listener.onTrouble(first);
	}

	function tell(): void {
		// Which kinds the routemaps name is the leading daemon's to say.
		if (![routemaps, ...leaseMembers].every(({isSynced}) => isSynced)) return;
		const held = leaseMembers.flatMap(({informer}) => [...informer.values()]);
		const settings = settingsIn(held, now());
		inScope ??= startCollections(settings);
		const all = [...members.values()];
		if (!all.every(({isSynced}) => isSynced)) return;
		isTold = true;
		const hiddenLeases = leaseMembers.flatMap(({isHidden, namespace}) =>
			isHidden ? [namespace ?? everyNamespace] : [],
		);
		listener.onSnapshot({...snapshotOf(inScope, all), leases: held, hiddenLeases, settingsIn: settings});
	}

	/** The routemaps that are asked for; what they name is followed from now on. */
	function startCollections(settings: Snapshot['settingsIn']): readonly KubeObject[] {
		const found = [...routemaps.informer.values()].filter(configMap => isInScope(configMap, scope));
		for (const [key, {resource, namespace, labelSelector}] of collectionsOf(found, scope, settings)) {
			if (!members.has(key)) start(key, cluster, resource, namespace, labelSelector);
		}

		return found;
	}

	function snapshotOf(
		routemaps: readonly KubeObject[],
		all: readonly Member[],
	): Omit<Snapshot, 'leases' | 'hiddenLeases' | 'settingsIn'> {
		return {
			routemaps,
			applications,
			routes,
			recordOf,
			missingKinds: [...new Set(all.flatMap(({informer, missing}) => (informer.missing && missing ? [missing] : [])))],
		};
	}

	function recordOf(namespace: string, app: string): KubeObject | undefined {
		return records.informer.get(namespace, recordName(app));
	}

	/** Made once: what a description has been made of holds on to it. */
	function lookup(role: Collection['role']): Lookup {
		// A description of a thousand apps asks thousands of times, always for the same few resources.
		const informers = new Map<Resource, Map<string | undefined, Informer>>();
		return (resource, namespace, name) => {
			const own = scope.namespace === undefined ? undefined : namespace;
			const found = informers.get(resource)?.get(own);
			if (found) return found.get(namespace, name);
			const informer = members.get(collectionKey(role, resource, own))?.informer;
			if (!informer) return undefined;
			const known = informers.get(resource) ?? new Map<string | undefined, Informer>();
			informers.set(resource, known.set(own, informer));
			return informer.get(namespace, name);
		};
	}
}

/** What is kept of the objects of a member. */
function transformOf(key: string): (object: KubeObject) => KubeObject {
	if (key.startsWith('route ')) return object => object;
	return key === 'records' ? object => briefRecord(withoutManagedFields(object)) : withoutManagedFields;
}

function withoutManagedFields(object: KubeObject): KubeObject {
	const {managedFields: _, ...metadata} = object.metadata;
	return {...object, metadata};
}
